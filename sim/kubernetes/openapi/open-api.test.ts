import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock } from '../../../base/env/ports';
import { builtinDefinitions } from '../model/builtin';
import { Registry } from '../model/registry';
import { OpenApi } from './open-api';

const digest: CryptoPort['digest'] = (_hash, data) => createHash('sha512').update(data).digest();
const clock: Clock = { now: () => Date.UTC(2026, 0, 1), setTimer: () => ({ cancel: () => undefined }) };
const PATH = '/openapi/v3/apis/certificates.k8s.io/v1';

function openApi(): { api: OpenApi; registry: Registry } {
  const registry = new Registry();
  registry.set(...builtinDefinitions({}));
  return { api: new OpenApi({ registry, clock, crypto: { digest } as CryptoPort, release: '1.36' }), registry };
}

function get(api: OpenApi, path: string, query = '', headers: Record<string, string> = {}) {
  const response = api.handle(path, new URLSearchParams(query), headers);
  assert.ok(response, `${path} is not served`);
  const text = new TextDecoder().decode(response.body as Uint8Array);
  return { ...response, text };
}

interface Schemas {
  components: { schemas: Record<string, { properties: Record<string, object> }> };
  paths: Record<string, Record<string, unknown>>;
}

describe('OpenApi', () => {
  const { api } = openApi();

  it('lists every group version with the hash of its document', () => {
    const { paths } = JSON.parse(get(api, '/openapi/v3').text) as { paths: Record<string, { serverRelativeURL: string }> };
    const hash = JSON.stringify(get(api, PATH).headers.etag).replace(/[\\"]/g, '');
    assert.equal(paths['apis/certificates.k8s.io/v1']?.serverRelativeURL, `${PATH}?hash=${hash}`);
    assert.ok('api/v1' in paths);
  });

  it('caches for ever by the current hash, redirects from a stale one and answers 304 to a known etag', () => {
    const etag = String(get(api, PATH).headers.etag);
    const current = get(api, PATH, `hash=${etag.replace(/"/g, '')}`);
    assert.deepEqual(
      [current.status, current.headers['cache-control'], current.headers.expires],
      [200, 'public, immutable', 'Fri, 01 Jan 2027 00:00:00 UTC'],
    );
    const stale = get(api, PATH, 'hash=ABC');
    assert.deepEqual([stale.status, stale.headers.location], [301, `${PATH}?hash=${etag.replace(/"/g, '')}`]);
    assert.equal(get(api, PATH, '', { 'if-none-match': etag }).status, 304);
    assert.equal(get(api, PATH, '', { accept: 'text/plain' }).status, 406);
  });

  it('describes a built-in kind and the operations of all its endpoints', () => {
    const { components, paths } = JSON.parse(get(api, PATH).text) as Schemas;
    const spec = components.schemas['io.k8s.api.certificates.v1.CertificateSigningRequestSpec'];
    const { description, ...expirationSeconds } = spec?.properties.expirationSeconds as Record<string, unknown>;
    assert.deepEqual(expirationSeconds, { type: 'integer', format: 'int32' });
    assert.match(String(description), /at least 600/);
    assert.deepEqual(Object.keys(paths['/apis/certificates.k8s.io/v1/certificatesigningrequests/{name}/approval'] ?? {}), [
      'get',
      'put',
      'patch',
      'parameters',
    ]);
  });

  it('follows the registry', () => {
    const { api: changing, registry } = openApi();
    assert.equal(get(changing, PATH).status, 200);
    registry.delete('certificates.k8s.io', 'certificatesigningrequests');
    assert.equal(changing.handle(PATH, new URLSearchParams(), {}), undefined);
  });

  it('serves OpenAPI 2 in protobuf to clients that ask for it', () => {
    const { headers, body } = get(api, '/openapi/v2', '', { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' });
    assert.equal(headers['content-type'], 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    // Field 1 of the document, `swagger`, is the text 2.0.
    assert.deepEqual([...(body as Uint8Array).subarray(0, 5)], [0x0a, 3, 0x32, 0x2e, 0x30]);
  });
});
