import assert from 'node:assert/strict';
import { fakeIo } from '../fixtures/fake-io';
import { startLab, type Lab } from '../lab';
import { run } from './run';

const MAPS = '/api/v1/namespaces/default/configmaps';
const SCENARIO = {
  title: 'a ConfigMap comes and goes',
  steps: [
    { id: 'made', request: { method: 'POST', path: MAPS, body: { metadata: { generateName: 'recorded-' }, data: { mode: 'quiet' } } } },
    { request: { method: 'GET', path: `${MAPS}/{{made.metadata.name}}` } },
    { request: { method: 'DELETE', path: `${MAPS}/{{made.metadata.name}}` }, ignore: ['/body/details/name'] },
  ],
};
const SERVER = ['--server', 'https://lab.example'];

describe('csrlab record and replay', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab({ signers: false });
  });
  after(() => lab.stop());

  async function recorded(): Promise<string> {
    const { io, files, err } = fakeIo({ files: { '/in/come-and-go.json': JSON.stringify(SCENARIO) }, cluster: lab.handle });
    const code = await run(['record', '/in/come-and-go.json', ...SERVER, '--to', '/out'], io);
    assert.deepEqual([code, err()], [0, '']);
    return files.get('/out/come-and-go.json') ?? '';
  }

  it('finds a second run equal to the recorded one, although every name, uid and version differs', async () => {
    const { io, out } = fakeIo({ files: { '/out/come-and-go.json': await recorded() }, cluster: lab.handle });
    const code = await run(['replay', '/out/come-and-go.json', ...SERVER], io);
    assert.deepEqual([code, out()], [0, '3 of 3 answers equal the recording\n']);
  });

  it('shows where an answer differs, and fails', async () => {
    const altered = (await recorded()).replaceAll('"mode": "quiet"', '"mode": "loud"').replace('"mode": "loud"', '"mode": "quiet"');
    const { io, out, err } = fakeIo({ files: { '/out/come-and-go.json': altered }, cluster: lab.handle });
    const code = await run(['replay', '/out/come-and-go.json', ...SERVER], io);
    assert.deepEqual([code, err()], [1, 'error: 2 answers differ from the recording\n']);
    assert.match(out(), /step 0: POST .*\n {2}\/body\/data\/mode\n {4}recorded "loud"\n {4}answered "quiet"\n/);
  });

  it('names the user whose token is missing', async () => {
    const scenario = { title: '', steps: [{ as: 'alice', request: { method: 'GET', path: '/api' } }] };
    const { io, err } = fakeIo({ files: { '/in/a.json': JSON.stringify(scenario) }, cluster: lab.handle });
    const code = await run(['record', '/in/a.json', ...SERVER, '--to', '/out'], io);
    assert.equal(code, 1);
    assert.match(err(), /a step is sent as alice, whose token is not known: give a token file that names alice/);
  });
});
