import assert from 'node:assert/strict';
import nock from 'nock';
import { webFetch } from '../../base/env/node/web-fetch';
import { readBody } from '../../base/env/body';
import { acme } from './acme';
import { PAGE, plain, UNNOTICED, type Step, type Told } from './authority';
import { vault } from './vault';
import { venafiCloud } from './venafi-cloud';
import { venafiTpp } from './venafi-tpp';
import { World } from './world';

/** What the network does to one step, and what comes of it. */
interface NetworkFault {
  readonly title: string;
  readonly strike: (at: nock.Interceptor, world: World) => void;
  readonly told: (step: Step, url: string) => Told;
  /** Whether the client itself tries again: then every try has to be struck. */
  readonly repeated?: boolean;
}

const goVerb = ({ method }: Step): string => method.charAt(0) + method.slice(1).toLowerCase();
const refusing = (code: string): Error => Object.assign(new Error(code), { code, address: '192.0.2.1', port: 443 });

const REFUSED: NetworkFault = {
  title: 'refuses connections',
  strike: (at) => void at.replyWithError(refusing('ECONNREFUSED')),
  told: (step, url) => step.unanswered(`${goVerb(step)} "${url}": dial tcp 192.0.2.1:443: connect: connection refused`),
  repeated: true,
};

const FAULTS: readonly NetworkFault[] = [
  REFUSED,
  {
    title: 'knows no such name',
    strike: (at) => void at.replyWithError(refusing('ENOTFOUND')),
    told: (step, url) => step.unanswered(`${goVerb(step)} "${url}": dial tcp: lookup ${new URL(url).hostname}: no such host`),
    repeated: true,
  },
  {
    title: 'is slow',
    strike: (at, world) =>
      void at.reply(async function (uri, body) {
        const release = world.flight.hold(new URL(uri, SERVER).pathname);
        await new Promise<void>((resolve) => world.clock.setTimer(20_000, resolve));
        release();
        return answered(world, this.req, body);
      }),
    told: () => UNNOTICED,
  },
  {
    title: 'never answers',
    strike: (at, world) =>
      void at.reply(function (uri) {
        world.flight.hold(new URL(uri, SERVER).pathname);
        return new Promise<never>(() => undefined);
      }),
    told: (step, url) => step.unanswered(step.silence ?? `${goVerb(step)} "${url}": context deadline exceeded`),
  },
  {
    title: 'redirects to another host',
    strike: (at) => void at.reply(307, '', { location: ({ path }) => `${ELSEWHERE}${path}` }),
    told: ({ redirected = UNNOTICED }) => redirected,
  },
  {
    title: 'answers with a page',
    strike: (at) => void at.reply(200, PAGE, { 'content-type': 'text/html' }),
    told: ({ page }) => page,
  },
];

const ELSEWHERE = 'https://elsewhere.test';
const SERVER = 'https://authority.test';

type Sent = [status: number, body: Buffer, headers: Record<string, string | string[]>];

/** What the simulated authority answers. */
async function answered({ double }: World, { method, path, headers }: nock.ReplyFnContext['req'], body: nock.Body): Promise<Sent> {
  const sent = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const response = await double.handle({ method, path, headers, ...(method === 'POST' ? { body: sent } : {}) }, {});
  const kept = Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat()] as const]));
  return [response.status, Buffer.from(await readBody(response)), Object.fromEntries(kept)];
}

/** Every host leads to the authority, but for what is struck before. */
function route(world: World): void {
  for (const host of [SERVER, ELSEWHERE]) {
    for (const method of ['get', 'head', 'post'] as const) {
      nock(host)
        .persist()
        [method](/.*/)
        .reply(function (_uri, body) {
          return answered(world, this.req, body);
        });
    }
  }
}

function strike(world: World, step: Step, { strike: struck, repeated = false }: NetworkFault): void {
  nock.cleanAll();
  const method = ({ GET: 'get', HEAD: 'head', POST: 'post' } as const)[step.method];
  const times = repeated ? (step.attempts ?? 1) : 1;
  struck(
    nock(SERVER)
      [method]((uri) => plain(uri) === step.path)
      .times(times),
    world,
  );
  route(world);
}

for (const authority of [vault, venafiTpp, venafiCloud, acme]) {
  describe(`between the engine and ${authority.name}, the network`, function () {
    this.timeout(120_000);
    const world = new World(authority);
    before(async () => {
      nock.disableNetConnect();
      await world.start(webFetch());
    });
    beforeEach(() => {
      nock.cleanAll();
      route(world);
    });
    after(async () => {
      await world.stop();
      nock.cleanAll();
      nock.enableNetConnect();
    });

    for (const fault of FAULTS) {
      for (const step of authority.steps) {
        it(`${fault.title} at ${step.operation}, ${step.when === 'set-up' ? 'while the issuer is set up' : 'for a request'}`, async () => {
          const expected = fault.told(step, SERVER + step.path);
          if (step.when === 'set-up') {
            strike(world, step, fault);
            assert.deepEqual(await world.setUp(SERVER), { ...expected, signed: 0 });
            return;
          }
          const outcome = await world.ask(SERVER, () => strike(world, step, fault));
          assert.deepEqual(outcome, { ...expected, signed: expected.then === 'retried' ? 1 : outcome.signed });
          assert.ok(outcome.signed <= 1, `${outcome.signed} certificates were signed`);
        });
      }
    }

    it('is down for a while: a request is tried again after 5, 10 and 20 seconds, and signed once', async () => {
      const step = authority.steps.find(({ when, unanswered }) => when === 'request' && unanswered('').then === 'retried');
      assert.ok(step);
      const times: number[] = [];
      world.flight.watch(({ url }) => {
        if (plain(new URL(url).pathname) === step.path) times.push(world.clock.now());
      });
      const outcome = await world.ask(SERVER, () => {
        times.length = 0;
        strike(world, { ...step, attempts: 3 * (step.attempts ?? 1) }, REFUSED);
      });
      // Vault's client tries by itself too, with waits of up to three seconds.
      const waits = times.map((time, i) => Math.round((time - (times[i - 1] ?? time)) / 1000)).filter((seconds) => seconds > 3);
      assert.deepEqual([waits, outcome.then, outcome.signed], [[5, 10, 20], 'retried', 1]);
    });
  });
}
