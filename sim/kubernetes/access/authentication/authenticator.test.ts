import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nodeCrypto } from '../../../../base/env/node/crypto';
import { systemRandom } from '../../../../base/env/node/random';
import { encodeBase64Url } from '../../../../base/base64url';
import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import { createSelfSignedCertificate, encodePem, generateSigningKey, parseCertificate, signCertificate } from '../../../../pki';
import type { ObjectReader } from '../../model/action';
import { authenticator, type AuthenticatorOptions } from './authenticator';
import { clientCertificates } from './client-certificate';
import { serviceAccountTokens, type ServiceAccountTokens } from './service-account-tokens';
import { parseTokenFile } from './token-file';
import { generateTokenKey } from './token-key';

const crypto = nodeCrypto();
const random = systemRandom.stream('test');
const NOW = Date.parse('2026-06-01T12:00:00Z');
const SECONDS = NOW / 1000;
const clock = { now: () => NOW, setTimer: () => ({ cancel: () => undefined }) };
const EMPTY: ObjectReader = { get: () => undefined, list: () => [] };
const TOKENS = parseTokenFile('t1,alice,a-uid,"dev,ops"\nt2,erin,e-uid');

const who = (headers: Record<string, string>, options: Partial<AuthenticatorOptions> = {}): string => {
  const warnings: string[] = [];
  const one = authenticator({ clock, objects: EMPTY, staticTokens: TOKENS, ...options });
  try {
    const { name, groups } = one.authenticate(headers, {}, (text) => warnings.push(text));
    return [`${name} [${groups.join(' ')}]`, ...warnings].join('; ');
  } catch (error) {
    return error instanceof ApiError ? `${error.code} ${error.reason}` : String(error);
  }
};

describe('bearer tokens', () => {
  const ANONYMOUS = 'system:anonymous [system:unauthenticated]';
  const ALICE = 'alice [dev ops system:authenticated]';
  const CASES: readonly (readonly [string, Record<string, string>, string])[] = [
    ['nothing is anonymous', {}, ANONYMOUS],
    ['a token is its owner', { authorization: 'Bearer t1' }, ALICE],
    ['the scheme is written in any case', { authorization: 'bEARER t1' }, ALICE],
    ['what follows the token is ignored', { authorization: 'Bearer t1 x' }, ALICE],
    ['an unknown token is refused', { authorization: 'Bearer T1' }, '401 Unauthorized'],
    ['basic credentials are ignored', { authorization: 'Basic YTpi' }, ANONYMOUS],
    ['a bare scheme is no credential', { authorization: 'Bearer ' }, ANONYMOUS],
    [
      'two spaces are no credential',
      { authorization: 'Bearer  t1' },
      `${ANONYMOUS}; the provided Authorization header contains extra space before the bearer token, and is ignored`,
    ],
  ];
  for (const [title, headers, expected] of CASES) it(title, () => assert.equal(who(headers), expected));

  it('anonymous callers can be refused', () => assert.equal(who({}, { anonymous: false }), '401 Unauthorized'));

  const webSocket = (protocols: string): Record<string, string> => ({
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-protocol': protocols,
  });
  const encoded = `base64url.bearer.authorization.k8s.io.${encodeBase64Url(new TextEncoder().encode('t1'))}`;
  it('a WebSocket brings its token as a protocol', () => assert.equal(who(webSocket(`${encoded}, v4.channel.k8s.io`)), ALICE));
  it('a WebSocket needs another protocol beside it', () => assert.equal(who(webSocket(encoded)), '401 Unauthorized'));
});

describe('the token file', () => {
  it('says where a column is missing and what to write', () => {
    assert.throws(() => parseTokenFile('a,b,c\nd,e', 'tokens.csv'), {
      message: 'tokens.csv, line 2: only 2 columns, where a token, a user name and a uid are needed. Write: token,user,uid,"group1,group2"',
    });
  });

  it('says where a quote is out of place', () => {
    assert.throws(() => parseTokenFile('a,b"x,c', 'tokens.csv'), {
      message: 'tokens.csv, line 1: a quote (") stands where none may. Quote whole columns and double the quotes inside them',
    });
  });

  it('unfolds doubled quotes and passes over blank lines and empty tokens', () => {
    const users = parseTokenFile('\r\n"to""ken","us,er",1\r\n,nobody,2\r\n');
    assert.deepEqual(
      [...users].map(([token, { name, groups }]) => [token, name, groups]),
      [['to"ken', 'us,er', ['system:authenticated']]],
    );
  });
});

describe('service-account tokens', () => {
  const stored: Record<string, KubeObject> = {
    'serviceaccounts/ns/bot': { metadata: { name: 'bot', uid: 'sa-uid' } },
    'secrets/ns/sec': { metadata: { name: 'sec', uid: 'sec-uid' } },
  };
  const objects: ObjectReader = { get: (collection, namespace, name) => stored[`${collection}/${namespace}/${name}`], list: () => [] };
  const claims = {
    namespace: 'ns',
    account: { name: 'bot', uid: 'sa-uid' },
    audiences: ['api'],
    id: 'j',
    issuedAt: SECONDS,
    notBefore: SECONDS,
  };
  const issuerOf = (algorithm: 'ES256' | 'RS256'): ServiceAccountTokens =>
    serviceAccountTokens({ crypto, issuer: 'https://issuer', audiences: ['api'], signingKey: generateTokenKey(crypto, random, algorithm) });
  const tokens = issuerOf('ES256');
  const verdict = (token: string, now = NOW, audiences = ['api']): unknown => {
    const result = tokens.authenticate(token, audiences, objects, now);
    return result === undefined || 'error' in result ? result : `${result.user.name} for ${result.audiences.join(' ')}`;
  };

  for (const algorithm of ['ES256', 'RS256'] as const) {
    it(`are signed and verified with ${algorithm}`, () => {
      const issuer = issuerOf(algorithm);
      const token = issuer.issue({ ...claims, expiry: SECONDS + 600 });
      const result = issuer.authenticate(token, ['api'], objects, NOW);
      assert.ok(result !== undefined && 'user' in result);
      assert.deepEqual(result.user, {
        name: 'system:serviceaccount:ns:bot',
        uid: 'sa-uid',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': ['JTI=j'] },
      });
    });
  }

  const token = tokens.issue({ ...claims, expiry: SECONDS + 600 });
  it('are no business of another issuer', () => assert.equal(issuerOf('ES256').authenticate('a.b.c', ['api'], objects, NOW), undefined));
  it('need the key they name', () =>
    assert.deepEqual(issuerOf('ES256').authenticate(token, ['api'], objects, NOW), { error: 'invalid signature, no keys found' }));
  it('need their signature', () =>
    assert.deepEqual(verdict(`${token.slice(0, -6)}AAAAAA`), { error: 'go-jose/go-jose: error in cryptographic primitive' }));
  it('are for their audiences', () =>
    assert.deepEqual(verdict(token, NOW, ['z']), { error: 'token audiences ["api"] is invalid for the target audiences ["z"]' }));
  it('live a minute longer than they say', () => {
    assert.equal(verdict(token, NOW + 660_000), 'system:serviceaccount:ns:bot for api');
    assert.deepEqual(verdict(token, NOW + 660_001), { error: 'service account token has expired' });
  });
  it('are not valid long before', () =>
    assert.deepEqual(verdict(token, NOW - 60_001), { error: 'service account token is not valid yet' }));
  it('die with their account', () => {
    const other = tokens.issue({ ...claims, account: { name: 'bot', uid: 'old' } });
    assert.deepEqual(verdict(other), { error: 'service account UID (sa-uid) does not match claim (old)' });
    const gone = tokens.issue({ ...claims, account: { name: 'gone', uid: 'x' } });
    assert.deepEqual(verdict(gone), { error: 'serviceaccounts "gone" not found' });
  });
  it('die with what they are bound to', () => {
    const bound = tokens.issue({ ...claims, secret: { name: 'sec', uid: 'sec-uid' } });
    assert.equal(verdict(bound), 'system:serviceaccount:ns:bot for api');
    const orphan = tokens.issue({ ...claims, secret: { name: 'none', uid: 'x' } });
    assert.deepEqual(verdict(orphan), { error: 'service account token has been invalidated' });
  });
});

describe('client certificates', () => {
  const tools = { crypto, random };
  const key = () => generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random, crypto);
  const caKey = key();
  const ca = createSelfSignedCertificate({ subject: { commonName: 'ca' }, notBefore: SECONDS - 9, notAfter: SECONDS + 9999 }, caKey, tools);
  const authority = { certificate: parseCertificate(ca), key: caKey };
  const known = clientCertificates({ crypto, authorities: encodePem('CERTIFICATE', ca) });
  const leaf = (commonName: string, role: 'client' | 'server', notAfter = SECONDS + 100): Uint8Array => {
    const subject = { commonName, organization: ['dev'] };
    return signCertificate({ subject, notBefore: SECONDS - 1, notAfter, role }, key().publicKey, authority, tools);
  };
  const seen = (der: Uint8Array, now = NOW): unknown => {
    const result = known.identify(der, now);
    return result !== undefined && 'user' in result ? `${result.user.name} [${result.user.groups.join(' ')}]` : result;
  };

  it('name their user and groups', () => assert.equal(seen(leaf('alice', 'client')), 'alice [dev system:authenticated]'));
  it('are remembered, but not their validity', () => {
    const der = leaf('bob', 'client');
    assert.equal(seen(der), 'bob [dev system:authenticated]');
    assert.deepEqual(seen(der, NOW + 101_000), { error: 'x509: certificate has expired or is not yet valid' });
  });
  it('must be for clients', () =>
    assert.deepEqual(seen(leaf('alice', 'server')), { error: 'x509: certificate specifies an incompatible key usage' }));
  it('must be signed by an authority', () => {
    const own = createSelfSignedCertificate(
      { subject: { commonName: 'x' }, notBefore: 0, notAfter: SECONDS + 9, role: 'client' },
      key(),
      tools,
    );
    assert.deepEqual(seen(own), { error: 'x509: certificate signed by unknown authority' });
  });
  it('without a common name name nobody', () => assert.equal(seen(leaf('', 'client')), undefined));
  it('that are wrong are refused even beside nothing else', () => {
    const one = authenticator({ clock, objects: EMPTY, clientCertificates: known });
    assert.throws(() => one.authenticate({}, { clientCertificate: leaf('alice', 'server') }, () => undefined), ApiError.unauthorized());
  });
});
