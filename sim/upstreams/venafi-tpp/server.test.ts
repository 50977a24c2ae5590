import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readBody } from '../../../base/env/body';
import { manualClock } from '../../../base/env/manual-clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { turn } from '../../../base/env/node/turn';
import { seededRandom } from '../../../base/env/seeded-random';
import { createCertificateRequest, encodePem, generateSigningKey } from '../../../pki';
import { createTppServer, type TppServerOptions } from '.';

const crypto = nodeCrypto();
const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, seededRandom(1).stream('key'), crypto);
const CSR = encodePem('CERTIFICATE REQUEST', createCertificateRequest({ subject: { commonName: 'www.example.com' } }, key, crypto));
const FOLDER = '\\VED\\Policy\\Certs';
const DN = `${FOLDER}\\www.example.com`;

type Body = Readonly<Record<string, unknown>>;

interface Reply {
  readonly status: number;
  readonly reason: string | undefined;
  readonly body: Body;
}

/** A server, and somebody who has logged in with the scope. */
async function client(options: Partial<TppServerOptions> = {}, scope = 'certificate:manage,revoke') {
  const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
  const server = createTppServer({ clock, random: seededRandom(2), crypto, ...options });
  const send = async (handle: typeof server.handle, path: string, body: object, headers = {}): Promise<Reply> => {
    const response = await handle({ method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) }, {});
    const text = Buffer.from(await readBody(response)).toString();
    return { status: response.status, reason: response.statusText, body: (text === '' ? {} : JSON.parse(text)) as Body };
  };
  const grant = { client_id: 'vcert-sdk', username: 'csrlab', password: 'csrlab-password', scope };
  const { body } = await send(server.handle, '/vedauth/authorize/oauth', grant);
  const headers = { authorization: `Bearer ${String(body.access_token)}` };
  return {
    server,
    login: (more: object) => send(server.handle, '/vedauth/authorize/oauth', { ...grant, ...more }),
    legacy: (Password: string) => send(server.handle, '/vedsdk/authorize/', { Username: 'csrlab', Password }),
    ask: (path: string, wanted: object) => send(server.handle, `/vedsdk/certificates/${path}`, wanted, headers),
    steer: (path: string, wanted: object) => send(server.control, path, wanted),
  };
}

const pemsOf = ({ body }: Reply): readonly string[] =>
  Buffer.from(String(body.CertificateData), 'base64')
    .toString()
    .match(/-----BEGIN [^]*?-----END [A-Z ]+-----/g) ?? [];

describe('a simulated TPP', () => {
  it('makes key and request when it is handed none, and gives the key under a password', async () => {
    const { ask } = await client();
    const wanted = { PolicyDN: FOLDER, Subject: 'svc.example.com', KeyAlgorithm: 'ECC', EllipticCurve: 'P384', Organization: 'O' };
    await ask('request', { ...wanted, SubjectAltNames: [{ Type: 2, Name: 'svc.example.com' }] });
    const got = await ask('retrieve', {
      ...{ CertificateDN: `${FOLDER}\\svc.example.com`, Format: 'Base64 (PKCS #8)', IncludeChain: true },
      ...{ IncludePrivateKey: true, Password: 'secret' },
    });
    const pems = pemsOf(got);
    const certificate = new X509Certificate(pems[0] ?? '');
    const own = createPrivateKey({ key: pems.at(-1) ?? '', passphrase: 'secret' });
    assert.deepEqual([certificate.subject, certificate.subjectAltName], ['O=O\nCN=svc.example.com', 'DNS:svc.example.com']);
    assert.ok(createPublicKey(own).equals(certificate.publicKey));
    assert.equal(pems.length, 4);
  });

  it('has no key of a request that it was handed, and gives none without a password', async () => {
    const { ask } = await client();
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    const refused = await ask('retrieve', { CertificateDN: DN, IncludePrivateKey: true, Password: 'secret' });
    assert.deepEqual(
      [refused.status, refused.body.Error],
      [400, 'Failed to lookup private key, error: Failed to lookup private key vault id'],
    );
    await ask('request', { PolicyDN: FOLDER, Subject: 'svc.example.com' });
    const bare = await ask('retrieve', { CertificateDN: `${FOLDER}\\svc.example.com`, IncludePrivateKey: true });
    assert.equal(bare.body.Error, 'Password is required when IncludePrivateKey is set.');
  });

  it('renews and revokes what it has', async () => {
    const { ask, server } = await client();
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    const [first] = pemsOf(await ask('retrieve', { CertificateDN: DN }));
    assert.deepEqual((await ask('renew', { CertificateDN: DN })).body, { Success: true });
    const [second] = pemsOf(await ask('retrieve', { CertificateDN: DN }));
    assert.notEqual(second, first);
    const Thumbprint = new X509Certificate(second ?? '').fingerprint.replaceAll(':', '');
    assert.deepEqual((await ask('revoke', { Thumbprint, Reason: 4 })).body, { Requested: true, Success: true });
    assert.deepEqual((await ask('revoke', { CertificateDN: DN })).body, { Requested: false, Success: true });
    assert.equal(server.state.find(DN)?.revoked, true);
    const nowhere = await ask('renew', { CertificateDN: `${FOLDER}\\nope` });
    assert.deepEqual([nowhere.status, nowhere.body.Success], [400, false]);
  });

  it('revokes for nobody whose scope does not say so', async () => {
    const { ask } = await client({}, 'certificate:manage');
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    const { status, body } = await ask('revoke', { CertificateDN: DN });
    assert.deepEqual([status, body.error], [403, 'insufficient_scope']);
  });

  it('gives the key of old up to 22.3', async () => {
    const old = await client({ version: '22.3.0' });
    assert.match(String((await old.legacy('csrlab-password')).body.APIKey), /^[0-9a-f-]{36}$/);
    assert.deepEqual((await old.legacy('wrong')).body, { Error: 'Username/password combination not valid' });
    assert.equal((await (await client({ version: '22.4.0' })).legacy('csrlab-password')).status, 404);
  });

  it('says why somebody is not let in', async () => {
    const { login } = await client();
    assert.equal((await login({ password: 'wrong' })).body.error, 'invalid_grant');
    assert.equal((await login({ client_id: 'nobody' })).body.error, 'invalid_client');
    assert.equal((await login({ scope: 'ssh:manage' })).status, 403);
  });

  it('tells in the reason phrase what is waited for, and that it was rejected', async () => {
    const { ask, steer } = await client({ approvals: true });
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    const waiting = await ask('retrieve', { CertificateDN: DN });
    assert.deepEqual(
      [waiting.status, waiting.reason, waiting.body],
      [
        202,
        `Certificate ${DN} being processed, Status: Pending workflow approval, Stage: 600.`,
        { Stage: 600, Status: 'Pending workflow approval' },
      ],
    );
    await steer('/reject', { dn: DN });
    const rejected = await ask('retrieve', { CertificateDN: DN });
    assert.equal(rejected.status, 500);
    assert.match(
      rejected.reason ?? '',
      /has encountered an error while processing, Status: Certificate request was rejected by approver\./,
    );
    // Only a reset has a new request looked at.
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    assert.equal((await ask('retrieve', { CertificateDN: DN })).status, 500);
    assert.deepEqual((await ask('reset', { CertificateDN: DN })).body, { ProcessingResetCompleted: true });
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    await steer('/approve', { dn: DN });
    assert.equal((await ask('retrieve', { CertificateDN: DN })).status, 200);
  });

  it('is not ready as often as a test asks for', async () => {
    const { ask, server } = await client();
    server.faults.add({ times: 2, fault: { protocol: 'pending' } });
    await ask('request', { PolicyDN: FOLDER, PKCS10: CSR });
    const statuses = [];
    for (let look = 0; look < 3; look++) statuses.push((await ask('retrieve', { CertificateDN: DN })).status);
    assert.deepEqual(statuses, [202, 202, 200]);
  });

  it('ends a certificate when it was asked to only where the folder lets it', async () => {
    const wish = { CASpecificAttributes: [{ Name: 'Specific End Date', Value: '2030-01-02T00:00:00Z' }] };
    const ends = async (options: Partial<TppServerOptions>): Promise<string> => {
      const { ask } = await client(options);
      await ask('request', { PolicyDN: FOLDER, PKCS10: CSR, ...wish });
      return new X509Certificate(pemsOf(await ask('retrieve', { CertificateDN: DN }))[0] ?? '').validTo;
    };
    assert.equal(await ends({ folders: { Certs: { endDatesAllowed: true } } }), 'Jan  2 00:00:00 2030 GMT');
    assert.equal(await ends({}), 'Jan  1 00:00:00 2031 GMT');
  });
});
