import assert from 'node:assert/strict';
import type { Files } from '../../base/env/files';
import { systemClock } from '../../base/env/node/clock';
import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import type { HttpRequest, HttpResponse } from '../../base/env/http';
import { createClient } from '../../kube/create-client';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { decodePrivateKey, decodeRequest, sameKey } from '../../pki';
import { createRequest } from './create-request';
import type { CreateRequestOptions } from './options';

const crypto = nodeCrypto();

const certificate = (spec: object, metadata: object = { name: 'web' }): string =>
  JSON.stringify({ apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec });

const OK = certificate({ secretName: 'x', issuerRef: { name: 'my-issuer' }, dnsNames: ['web.example.com'] });

interface Result {
  readonly lines: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly created?: CertificateSigningRequest;
}

async function run(manifest: string, options: Partial<CreateRequestOptions> = {}, discovery = DISCOVERY): Promise<Result> {
  const files: Record<string, string> = { 'cert.yaml': manifest };
  const lines: string[] = [];
  let created: CertificateSigningRequest | undefined;
  const send = async ({ method, path, body }: HttpRequest): Promise<HttpResponse> => {
    if (method === 'POST') created = JSON.parse(new TextDecoder().decode(body)) as CertificateSigningRequest;
    const signed = { status: { certificate: btoa('the certificate') } };
    const answer = method === 'POST' ? created : path.includes('certificatesigningrequests') ? signed : discovery[path];
    return { status: answer === undefined ? 401 : 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(answer ?? {})) };
  };
  const client = createClient({ send }, { userAgent: 'test' });
  const tools = {
    client,
    files: memory(files),
    clock: systemClock,
    random: systemRandom,
    crypto,
    print: (line: string) => lines.push(line),
  };
  const given = { names: ['web'], certificateFile: 'cert.yaml', ...options };
  const error = await createRequest(given, { ...tools, print: (line) => void lines.push(line) }).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
  );
  return { lines, files, ...(error === undefined ? {} : { error }), ...(created === undefined ? {} : { created }) };
}

const DISCOVERY: Readonly<Record<string, object>> = {
  '/apis': { groups: [{ name: 'cert-manager.io', versions: [{ groupVersion: 'cert-manager.io/v1' }] }] },
  '/apis/cert-manager.io/v1': {
    resources: [
      { name: 'issuers', kind: 'Issuer', namespaced: true },
      { name: 'clusterissuers', kind: 'ClusterIssuer', namespaced: false },
    ],
  },
};

function memory(files: Record<string, string>): Files {
  const readText = (path: string): string => files[path] ?? '';
  return {
    readText,
    read: (path) => new TextEncoder().encode(readText(path)),
    write: (path, text) => void (files[path] = text),
    append: (path, text) => void (files[path] = readText(path) + text),
    exists: (path) => path in files,
    isDirectory: () => false,
    list: () => Object.keys(files),
    remove: () => undefined,
    temporaryFolder: () => 'tmp',
    resolve: (...segments) => segments.join('/'),
  };
}

const REFUSED: readonly (readonly [string, Partial<CreateRequestOptions>, string])[] = [
  [OK, { names: [] }, 'the name of the CertificateSigningRequest to be created has to be provided as argument'],
  [OK, { names: ['a', 'b'] }, 'only one argument can be passed in: the name of the CertificateSigningRequest'],
  [OK, { keyFile: 'x', outputFile: 'x' }, 'the file to store private key cannot be the same as the file to store certificate'],
  [OK, { certificateFile: 'missing.yaml' }, 'the path "missing.yaml" does not exist'],
  ['', {}, 'no objects found in manifest file "cert.yaml". Expected one Certificate object'],
  [`${OK}\n---\n${OK}`, {}, 'multiple objects found in manifest file "cert.yaml". Expected only one Certificate object'],
  [JSON.stringify({ apiVersion: 'cert-manager.io/v1', kind: 'Issuer' }), {}, 'decoded object is not a v1 Certificate'],
  [
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap' }),
    {},
    'unable to decode "cert.yaml": v1.ConfigMap is not suitable for converting to ["cert-manager.io/__internal"] in scheme "pkg/runtime/scheme.go:111"',
  ],
  [
    certificate({ dnsNames: 'x' }),
    {},
    'unable to decode "cert.yaml": json: cannot unmarshal string into Go struct field CertificateSpec.spec.dnsNames of type []string',
  ],
  [
    certificate({ dnsNames: ['a'], privateKey: { algorithm: 'RSA', size: 1024 } }),
    {},
    'error when generating new private key for CertificateSigningRequest: weak rsa key size specified: 1024. minimum key size: 2048',
  ],
  [OK, { keyFile: 'no/such/key' }, 'error when writing private key to file: open no/such/key: no such file or directory'],
  [
    certificate({ dnsNames: ['a'], issuerRef: { kind: 'Nothing' } }),
    {},
    'failed to build signerName from Certificate: issuer references a resource definition which does not exist group=cert-manager.io kind=Nothing',
  ],
];

describe('create certificatesigningrequest', () => {
  for (const [manifest, options, message] of REFUSED) {
    it(`says: ${message}`, async () => assert.equal((await run(manifest, options)).error, message));
  }

  it('makes a key and a request that belong together', async () => {
    const { created, files, lines, error } = await run(OK);
    assert.equal(error, undefined);
    assert.deepEqual(lines, ['Private key written to file web.key', 'CertificateSigningRequest web has been created']);
    const request = decodeRequest(Buffer.from(created?.spec?.request ?? '', 'base64'));
    const key = decodePrivateKey(new TextEncoder().encode(files['web.key']), crypto);
    assert.ok(request.publicKey && sameKey(request.publicKey, key.publicKey));
    assert.deepEqual(request.dnsNames, ['web.example.com']);
    assert.equal(created?.spec?.signerName, 'issuers.cert-manager.io/default.my-issuer');
    assert.deepEqual(created.spec.usages, ['digital signature', 'key encipherment']);
    assert.deepEqual(created.metadata?.annotations, { 'experimental.cert-manager.io/request-is-ca': 'false' });
  });

  it('turns what a Certificate says into annotations, usages and names', async () => {
    const spec = {
      ...{ issuerRef: { name: 'ci', kind: 'ClusterIssuer' }, isCA: true, duration: '90m', usages: ['server auth', 'digital signature'] },
      ...{ privateKey: { algorithm: 'ECDSA', size: 384 }, commonName: 'ca', ipAddresses: ['10.0.0.1'], emailAddresses: ['a@b.c'] },
    };
    const { created, files } = await run(certificate(spec, { name: 'ca', labels: { a: 'b' }, annotations: { c: 'd' } }));
    assert.equal(created?.spec?.signerName, 'clusterissuers.cert-manager.io/ci');
    assert.equal(created.spec.expirationSeconds, 5400);
    assert.deepEqual(created.spec.usages, ['digital signature', 'cert sign', 'server auth']);
    assert.deepEqual(created.metadata?.labels, { a: 'b' });
    assert.deepEqual(created.metadata.annotations, {
      c: 'd',
      'experimental.cert-manager.io/request-is-ca': 'true',
      'experimental.cert-manager.io/request-duration': '1h30m0s',
    });
    assert.match(files['web.key'] ?? '', /^-----BEGIN EC PRIVATE KEY-----/);
    const request = decodeRequest(Buffer.from(created.spec.request ?? '', 'base64'));
    assert.deepEqual(request.emailAddresses, ['a@b.c']);
  });

  it('waits for the certificate and writes it', async () => {
    const { files, lines } = await run(OK, { fetch: true });
    assert.equal(files['web.crt'], 'the certificate');
    assert.equal(lines.at(-1), 'Certificate written to file web.crt');
  });

  it('says what a server that wants credentials means', async () => {
    const { error } = await run(OK, {}, {});
    assert.equal(error, 'failed to build signerName from Certificate: the server has asked for the client to provide credentials');
  });
});
