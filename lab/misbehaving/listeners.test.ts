import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Handler } from '../../base/env/http';
import { nodeCrypto } from '../../base/env/node/crypto';
import { undiciFetch } from '../../base/env/node/fetch';
import { nodeEnvironment } from '../../base/env/node/environment';
import { readBody } from '../../base/env/body';
import type { Listener } from '../../base/env/ports';
import { createServingPair } from '../../pki';
import type { ServingPair } from '../../pki/certificate/serving-pair';
import { acme } from './acme';
import { plain, type Authority, type Step, type Told } from './authority';
import { vault } from './vault';
import { venafiCloud } from './venafi-cloud';
import { venafiTpp } from './venafi-tpp';
import { World, type Outcome } from './world';

const real = nodeEnvironment();
const tools = { random: real.random.stream('serving'), crypto: nodeCrypto() };
const pairFor = (hosts: readonly string[], lifetime?: number) =>
  createServingPair(
    {
      clock: real.clock,
      authority: 'csrlab test root',
      server: 'csrlab test authority',
      hosts,
      ...(lifetime === undefined ? {} : { lifetime }),
    },
    tools,
  );

const UNVERIFIED = 'tls: failed to verify certificate: x509: ';

const goVerb = ({ method }: Step): string => method.charAt(0) + method.slice(1).toLowerCase();

/** A world whose authority listens, and that trusts it. */
class Served {
  readonly world: World;
  private listener: Listener | undefined;
  private stalled = '';

  constructor(readonly authority: Authority) {
    this.world = new World(authority);
  }

  get url(): string {
    return this.listener?.url ?? '';
  }

  async start(): Promise<void> {
    const { ca, cert, key } = pairFor(['127.0.0.1']);
    const fetch = undiciFetch({ handshakeTimeout: 200 });
    await this.world.start((request) => fetch({ ...request, tls: { ca } }));
    this.listener = await real.network.listen({ host: '127.0.0.1', port: 0, tls: { cert, key } }, this.handle);
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.listener?.close();
  }

  /** The next answer at a step stops in its middle, and the connection stays. */
  stall({ path }: Step): void {
    this.stalled = path;
  }

  private readonly handle: Handler = async (request, peer) => {
    const response = await this.world.double.handle(request, peer);
    if (plain(request.path) !== this.stalled) return response;
    this.stalled = '';
    const whole = await readBody(response);
    const { flight } = this.world;
    return {
      ...response,
      headers: { ...response.headers, 'content-length': String(whole.length) },
      body: {
        start(sink) {
          sink.write(whole.subarray(0, 5));
          flight.hold(new URL(request.path, 'https://any').pathname);
          return () => undefined;
        },
      },
    };
  };
}

async function outcomeOf({ world, url }: Served, step: Step, arm: () => void): Promise<Outcome> {
  if (step.when === 'request') return world.ask(url, arm);
  arm();
  return world.setUp(url);
}

function assertOutcome(outcome: Outcome, expected: Told): void {
  const { signed, ...rest } = outcome;
  assert.deepEqual(rest, expected);
  assert.ok(signed <= 1, `${signed} certificates were signed`);
}

const PHASES = { 'set-up': 'while the issuer is set up', request: 'for a request' } as const;

for (const authority of [vault, venafiTpp, venafiCloud, acme]) {
  describe(`over its own connection, ${authority.name}`, function () {
    this.timeout(120_000);
    const served = new Served(authority);
    before(() => served.start());
    after(() => served.stop());
    const { faults } = served.world.double;

    for (const step of authority.steps) {
      const { operation } = step;
      const where = `at ${operation}, ${PHASES[step.when]}`;

      it(`cuts an answer short ${where}`, async () => {
        const outcome = await outcomeOf(served, step, () => void faults.add({ match: { operation }, fault: { cutAfter: 5 } }));
        assertOutcome(outcome, step.cut);
      });

      it(`breaks before it has looked ${where}`, async () => {
        const times = step.attempts ?? 1;
        const outcome = await outcomeOf(served, step, () => void faults.add({ match: { operation }, times, fault: { drop: 'request' } }));
        assertOutcome(outcome, step.unanswered(`${goVerb(step)} "${served.url}${step.path}": EOF`));
      });

      if (step.method === 'HEAD') continue;
      it(`stops in the middle of an answer and keeps the connection ${where}`, async () => {
        const outcome = await outcomeOf(served, step, () => served.stall(step));
        const cut = { ...step.cut, text: step.cut.text.replace(/unexpected EOF$/, authority.bodyTimeout) };
        assertOutcome(outcome, cut);
      });
    }

    const first = authority.steps.find(({ when }) => when === 'set-up');

    /** Through a listener of its own, which never gets as far as the authority. */
    async function setUpAt(listener: { readonly url: string; close(): Promise<void> }): Promise<string> {
      assert.ok(first);
      try {
        const { text } = await served.world.setUp(listener.url);
        const where = `${goVerb(first)} "${listener.url}${first.path}": `;
        const expected = first.unanswered(where).text;
        assert.equal(text.slice(0, expected.length), expected);
        return text.slice(expected.length);
      } finally {
        await listener.close();
      }
    }

    /** Shows a certificate, and what is said of it. */
    async function saidOf({ cert, key }: Pick<ServingPair, 'cert' | 'key'>): Promise<string> {
      const { handle } = served.world.double;
      return setUpAt(await real.network.listen({ host: '127.0.0.1', port: 0, tls: { cert, key } }, handle));
    }

    it('shows a certificate that nobody trusts', async () => {
      assert.equal(await saidOf(pairFor(['127.0.0.1'])), `${UNVERIFIED}certificate signed by unknown authority`);
    });

    it('shows a certificate of somebody else', async () => {
      assert.equal(
        await saidOf(pairFor(['vault.example.com'])),
        `${UNVERIFIED}cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs`,
      );
      assert.equal(
        await saidOf(pairFor(['127.0.0.2', '127.0.0.3'])),
        `${UNVERIFIED}certificate is valid for 127.0.0.2, 127.0.0.3, not 127.0.0.1`,
      );
    });

    it('shows a certificate that has expired', async () => {
      assert.equal(
        await saidOf(pairFor(['127.0.0.1'], -100)),
        `${UNVERIFIED}certificate has expired or is not yet valid: current time TIME is after TIME`,
      );
    });

    it('accepts connections and says nothing', async () => {
      assert.equal(await setUpAt(await listenSilently()), 'net/http: TLS handshake timeout');
    });
  });
}

/** Half open: connections are taken, and nothing more. */
async function listenSilently(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  };
}
