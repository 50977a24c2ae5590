import assert from 'node:assert/strict';
import type { HttpRequest, HttpResponse } from '../base/env/http';
import type { KubeClient } from './client';
import { createClient } from './create-client';
import { Resources } from './resources';

const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

function answering(answer: Partial<HttpResponse> & { readonly text?: string } = {}): { client: KubeClient; seen: HttpRequest[] } {
  const seen: HttpRequest[] = [];
  const client = createClient(
    {
      send(request) {
        seen.push(request);
        const body = new TextEncoder().encode(answer.text ?? '{}');
        return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body, ...answer });
      },
    },
    { userAgent: 'me/1' },
  );
  return { client, seen };
}

describe('client', () => {
  const csr = Resources.certificateSigningRequests;
  const requests: readonly [string, (client: KubeClient) => Promise<unknown>, string, string?, string?][] = [
    ['get', (c) => c.get(csr, 'a b'), 'GET /apis/certificates.k8s.io/v1/certificatesigningrequests/a%20b'],
    [
      'get of a subresource',
      (c) => c.get(Resources.secrets, 's', { namespace: 'n', subresource: 'status' }),
      'GET /api/v1/namespaces/n/secrets/s/status',
    ],
    [
      'list',
      (c) => c.list(csr, { labelSelector: 'a in (b,c)', limit: 5, resourceVersion: '0' }),
      'GET /apis/certificates.k8s.io/v1/certificatesigningrequests?labelSelector=a%20in%20(b%2Cc)&resourceVersion=0&limit=5',
    ],
    [
      'create in the namespace of the object',
      (c) => c.create(Resources.secrets, { metadata: { name: 's', namespace: 'n' } }, { fieldManager: 'm', dryRun: true }),
      'POST /api/v1/namespaces/n/secrets?dryRun=All&fieldManager=m',
      'application/json',
      '{"metadata":{"name":"s","namespace":"n"}}',
    ],
    [
      'create of a subresource',
      (c) => c.create(Resources.serviceAccounts, {}, { namespace: 'n', name: 'bot', subresource: 'token' }),
      'POST /api/v1/namespaces/n/serviceaccounts/bot/token',
      'application/json',
      '{}',
    ],
    [
      'update of a subresource',
      (c) => c.update(csr, { metadata: { name: 'a' } }, { subresource: 'approval' }),
      'PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/a/approval',
      'application/json',
      '{"metadata":{"name":"a"}}',
    ],
    [
      'apply',
      (c) => c.patch(csr, 'a', { type: 'apply', body: { a: 1 }, force: true }, { fieldManager: 'm' }),
      'PATCH /apis/certificates.k8s.io/v1/certificatesigningrequests/a?fieldManager=m&force=true',
      'application/apply-patch+yaml',
      '{"a":1}',
    ],
    ['delete', (c) => c.delete(Resources.secrets, 's', { namespace: 'n' }), 'DELETE /api/v1/namespaces/n/secrets/s'],
    ['deletecollection', (c) => c.deleteCollection(Resources.secrets, { namespace: 'n' }), 'DELETE /api/v1/namespaces/n/secrets'],
  ];
  it('reads a list whose items are null as an empty one', async () => {
    const { client } = answering({ text: '{"kind":"PartialObjectMetadataList","items":null}' });
    assert.deepEqual((await client.list(csr)).items, []);
  });
  for (const [title, call, line, type, body] of requests) {
    it(`asks for a ${title}`, async () => {
      const { client, seen } = answering();
      await call(client);
      const [request] = seen;
      assert.ok(request);
      assert.equal(`${request.method} ${request.path}`, line);
      assert.deepEqual(request.headers, {
        accept: 'application/json',
        'user-agent': 'me/1',
        ...(type === undefined ? {} : { 'content-type': type }),
      });
      assert.equal(decode(request.body), body ?? '');
    });
  }

  it('throws the Status of an answer as an ApiError', async () => {
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'no', reason: 'Forbidden', code: 403 };
    const { client } = answering({ status: 403, text: JSON.stringify(status) });
    await assert.rejects(client.get(csr, 'a'), { name: 'ApiError', message: 'no', code: 403, reason: 'Forbidden' });
  });

  const plain: readonly [number, string, string, string][] = [
    [
      404,
      '404 page not found\n',
      'NotFound',
      'the server could not find the requested resource (get certificatesigningrequests.certificates.k8s.io a)',
    ],
    [403, 'go away', 'Forbidden', 'go away (get certificatesigningrequests.certificates.k8s.io a)'],
    [
      500,
      'boom "x"',
      'InternalError',
      'an error on the server ("boom \\"x\\"") has prevented the request from succeeding (get certificatesigningrequests.certificates.k8s.io a)',
    ],
    [
      418,
      'tea',
      '',
      'the server responded with the status code 418 but did not return more information (get certificatesigningrequests.certificates.k8s.io a)',
    ],
  ];
  for (const [status, text, reason, message] of plain) {
    it(`makes the Status of a bare ${status} as client-go does`, async () => {
      const { client } = answering({ status, text, headers: { 'content-type': 'text/plain; charset=utf-8' } });
      await assert.rejects(client.get(csr, 'a'), { name: 'ApiError', message, code: status, reason });
    });
  }

  it('says which request was answered with something else than JSON', async () => {
    const { client } = answering({ text: '<html>' });
    await assert.rejects(client.get(Resources.secrets, 's', { namespace: 'n' }), {
      message: 'GET /api/v1/namespaces/n/secrets/s was answered with something that is no JSON',
    });
  });
});
