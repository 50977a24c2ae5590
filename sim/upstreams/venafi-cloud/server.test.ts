import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readBody } from '../../../base/env/body';
import { manualClock } from '../../../base/env/manual-clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { turn } from '../../../base/env/node/turn';
import { seededRandom } from '../../../base/env/seeded-random';
import { createCertificateRequest, encodePem, generateSigningKey } from '../../../pki';
import { createCloudServer, type CloudServerOptions } from '.';

const crypto = nodeCrypto();
const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, seededRandom(1).stream('key'), crypto);
const CSR = encodePem('CERTIFICATE REQUEST', createCertificateRequest({ subject: { commonName: 'www.example.com' } }, key, crypto));
const OUTAGE = '/outagedetection/v1';
const TEMPLATE = '9dad0e20-0000-4000-8000-000000000002';

interface Shown {
  readonly id?: string;
  readonly status?: string;
  readonly certificateIds?: readonly string[];
  readonly errorInformation?: { readonly message: string };
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
  readonly certificateIssuingTemplateAliasIdMap?: Readonly<Record<string, string>>;
  readonly certificateRequests?: readonly Shown[];
  readonly company?: unknown;
}

function client(options: Partial<CloudServerOptions> = {}, apiKey = 'csrlab-api-key') {
  const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
  const server = createCloudServer({ clock, random: seededRandom(2), crypto, ...options });
  const text = async (handle: typeof server.handle, method: string, path: string, body?: object): Promise<readonly [number, string]> => {
    const sent = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
    const response = await handle({ method, path, headers: { 'tppl-api-key': apiKey }, ...sent }, {});
    return [response.status, Buffer.from(await readBody(response)).toString()];
  };
  const ask = async (method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: Shown }> => {
    const [status, told] = await text(server.handle, method, path, body);
    return { status, body: JSON.parse(told) as Shown };
  };
  const order = async (more: object = {}): Promise<Shown> => {
    const { body: application } = await ask('GET', `${OUTAGE}/applications/name/csrlab`);
    const wanted = { certificateSigningRequest: CSR, applicationId: application.id, certificateIssuingTemplateId: TEMPLATE };
    const { body } = await ask('POST', `${OUTAGE}/certificaterequests`, { ...wanted, ...more });
    return body.certificateRequests?.[0] ?? body;
  };
  const poll = async (id = ''): Promise<Shown> => (await ask('GET', `${OUTAGE}/certificaterequests/${id}`)).body;
  const steer = (path: string, body: object = {}) => text(server.control, 'POST', path, body);
  const contents = async (id = '', query = ''): Promise<string> =>
    (await text(server.handle, 'GET', `${OUTAGE}/certificates/${id}/contents${query}`))[1];
  return { server, ask, order, poll, steer, contents };
}

describe('a simulated Venafi Cloud', () => {
  it('knows its API keys alone', async () => {
    assert.equal((await client().ask('GET', '/v1/useraccounts')).status, 200);
    const { status, body } = await client({}, 'nope').ask('GET', '/v1/useraccounts');
    assert.deepEqual([status, body.errors?.[0]?.code, body.errors?.[0]?.message], [401, 10501, 'Unable to find api key for key nope']);
  });

  it('has applications, and the templates that they offer by alias', async () => {
    const { ask } = client();
    const { body } = await ask('GET', `${OUTAGE}/applications/name/csrlab`);
    assert.deepEqual(body.certificateIssuingTemplateAliasIdMap, { Default: TEMPLATE });
    assert.equal((await ask('GET', `${OUTAGE}/applications/csrlab/certificateissuingtemplates/Default`)).body.id, TEMPLATE);
    assert.equal((await ask('GET', `${OUTAGE}/applications/name/nope`)).body.errors?.[0]?.code, 10051);
    assert.equal((await ask('GET', `${OUTAGE}/applications/csrlab/certificateissuingtemplates/nope`)).status, 404);
  });

  it('issues when it is asked how far it is, and gives the chain in the order that is wished', async () => {
    const { order, poll, contents, server } = client({ pendingPolls: 1 });
    const { id } = await order();
    assert.deepEqual((await poll(id)).status, 'REQUESTED');
    const done = await poll(id);
    assert.equal(done.status, 'ISSUED');
    const [certificateId] = done.certificateIds ?? [];
    const subjects = (pem: string): string[] =>
      (pem.match(/-----BEGIN [^]*?-----END [A-Z ]+-----/g) ?? []).map((one) => new X509Certificate(one).subject);
    const chain = subjects(await contents(certificateId, '?chainOrder=EE_FIRST&format=PEM'));
    assert.deepEqual(
      [chain[0], chain.length, subjects(await contents(certificateId, '?chainOrder=ROOT_FIRST')).toReversed()],
      ['CN=www.example.com', 3, chain],
    );
    assert.equal([...server.state.requests.values()][0]?.asked.certificateSigningRequest, CSR);
  });

  it('lets somebody decide: approve, reject, fail with a reason', async () => {
    const { order, poll, steer } = client({ approvals: true });
    const ids = [await order(), await order(), await order()].map(({ id = '' }) => id);
    assert.deepEqual((await poll(ids[0])).status, 'PENDING_APPROVAL');
    await steer(`/certificaterequests/${ids[0]}/approve`);
    await steer(`/certificaterequests/${ids[1]}/status`, { status: 'REJECTED_APPROVAL' });
    await steer(`/certificaterequests/${ids[2]}/status`, { status: 'FAILED', message: 'out of ink' });
    const found = await Promise.all(ids.map((id) => poll(id)));
    assert.deepEqual(
      found.map(({ status }) => status),
      ['ISSUED', 'REJECTED_APPROVAL', 'FAILED'],
    );
    assert.equal(found[2]?.errorInformation?.message, 'out of ink');
    assert.equal((await steer(`/certificaterequests/${ids[2]}/status`, { status: 'LOST' }))[0], 400);
  });

  it('refuses what its template does not allow, and what is no request', async () => {
    const templates = { [TEMPLATE]: { name: 'Default', commonName: ['.*\\.example\\.org'] } };
    assert.equal((await client({ templates }).order()).errors?.[0]?.code, 10726);
    assert.equal((await client().order({ certificateSigningRequest: 'hello' })).errors?.[0]?.code, 10702);
    assert.equal((await client().order({ applicationId: 'nope' })).errors?.[0]?.code, 10051);
  });

  it('is not done as often as a test asks for', async () => {
    const { order, poll, server } = client();
    server.faults.add({ times: 2, fault: { protocol: 'pending' } });
    const { id } = await order();
    assert.deepEqual([(await poll(id)).status, (await poll(id)).status, (await poll(id)).status], ['REQUESTED', 'REQUESTED', 'ISSUED']);
  });
});
