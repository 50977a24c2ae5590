import { manualClock, type ManualClock } from '../../base/env/manual-clock';
import { nodeCrypto } from '../../base/env/node/crypto';
import { immediateEffects } from '../../base/env/node/effects';
import { nodeEnvironment } from '../../base/env/node/environment';
import { turn } from '../../base/env/node/turn';
import type { Network } from '../../base/env/ports';
import { seededRandom } from '../../base/env/seeded-random';
import { Resources, type KubeObject } from '../../kube';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { startLab, type Lab } from '..';
import { plain, type Authority, type Double } from './authority';
import { InFlight } from './in-flight';

const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const EVENTS = { group: '', version: 'v1', resource: 'events' };

// The longest limit of a client is a minute and a half, and Vault's tries thrice; the first back-off is 5 seconds.
const LONG_ENOUGH = 240;

/** What became of something behind a fault. */
export interface Outcome {
  /** See `Told.text`, once for each that was said. */
  readonly text: string;
  readonly then: 'retried' | 'failed' | 'open';
  /** Certificates that the authority signed meanwhile. */
  readonly signed: number;
}

/** A lab on a clock that waits for real connections, and one simulated authority. */
export class World {
  private readonly errors: string[] = [];
  readonly flight = new InFlight();
  readonly clock: ManualClock;
  readonly double: Double;
  private lab!: Lab;
  private count = 0;
  private readonly complaints: { readonly issuer: string; readonly text: string }[] = [];
  private readonly ended = new AbortController();

  constructor(private readonly authority: Authority) {
    const { flight } = this;
    const effects = {
      get pending() {
        return flight.pending;
      },
    };
    this.clock = manualClock({ start: Date.UTC(2030, 0, 1), turn, effects });
    this.double = authority.create({ clock: this.clock, random: seededRandom(`double of ${authority.name}`), crypto: nodeCrypto() });
  }

  async start(fetch: Network['fetch']): Promise<void> {
    const { clock, flight, authority } = this;
    const environment = { ...nodeEnvironment(), clock, random: seededRandom(authority.name), effects: immediateEffects() };
    const network = { ...environment.network, fetch: flight.over(fetch) };
    const log = (line: string): void => {
      const { level, message } = JSON.parse(line) as { readonly level: string; readonly message: string };
      if (level === 'error') this.errors.push(message);
    };
    this.lab = await this.moving(startLab({ environment: { ...environment, network }, crypto: nodeCrypto(), log }));
    const metadata = { name: 'credentials', namespace: 'default' };
    await this.lab.admin.create<KubeObject & { stringData: object }>(SECRETS, { metadata, stringData: authority.secret });
    void this.followIssuers().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.ended.abort();
    await this.moving(this.lab.stop());
  }

  /** Watches issuers, as what is wrong with one may pass within a moment: a changed status brings the next look at once. */
  private async followIssuers(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      const { metadata } = await this.lab.admin.list<IssuerObject>(ISSUERS);
      const options = { resourceVersion: metadata?.resourceVersion ?? '' };
      for await (const { object } of this.lab.admin.watch<IssuerObject>(ISSUERS, options, signal)) this.note(object);
    }
  }

  private note({ metadata, status }: IssuerObject): void {
    const [ready] = status?.conditions ?? [];
    if (ready?.status !== 'False') return;
    this.complaints.push({ issuer: metadata?.name ?? '', text: plain(`${ready.reason}: ${ready.message}`) });
  }

  /** Sets a new issuer up behind a fault. */
  async setUp(server: string): Promise<Outcome> {
    const name = await this.createIssuer(server);
    await this.until(async () => (await this.readiness(name)) === 'True');
    const said = this.complaints.filter(({ issuer }) => issuer === name).map(({ text }) => text);
    return { text: [...new Set(said)].join('\n'), then: (await this.readiness(name)) === 'True' ? 'retried' : 'failed', signed: 0 };
  }

  /** Asks a Ready issuer for a certificate; `arm` is called when the issuer is Ready. */
  async ask(server: string, arm: () => void): Promise<Outcome> {
    const name = await this.createIssuer(server);
    await this.until(async () => (await this.readiness(name)) === 'True');
    // Being Ready is a change, which has the issuer looked at once more.
    await this.clock.advance(10_000);
    const before = this.double.signed();
    this.errors.length = 0;
    arm();
    const { object } = this.lab.request(name, {
      signerName: `issuers.cert-manager.io/default.${name}`,
      key: { kind: 'ECDSA', curve: 'P-256' },
    });
    await this.lab.admin.create<CertificateSigningRequest>(Resources.certificateSigningRequests, object);
    await this.lab.approve(name);
    await this.until(async () => (await this.ending(name)) !== 'open');
    // Whatever is still under way shows.
    await this.clock.advance(60_000);
    const warnings = await this.warnings(name);
    const said = (warnings.length > 0 ? warnings : this.errors).map((text) => plain(text).replace(/default\/\S+/, 'default/NAME'));
    return { text: [...new Set(said)].join('\n'), then: await this.ending(name), signed: this.double.signed() - before };
  }

  private async createIssuer(server: string): Promise<string> {
    const name = `it${++this.count}`;
    const spec = this.authority.issuer(server);
    const metadata = { name, namespace: 'default' };
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata, spec };
    await this.lab.admin.create<KubeObject & { spec: object }>(ISSUERS, issuer);
    return name;
  }

  private async readiness(name: string): Promise<string | undefined> {
    const issuer = await this.lab.admin.get<IssuerObject>(ISSUERS, name, {
      namespace: 'default',
    });
    return issuer.status?.conditions?.[0]?.status;
  }

  private async ending(name: string): Promise<Outcome['then']> {
    const { status } = await this.lab.admin.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
    if (status?.certificate) return 'retried';
    return status?.conditions?.some(({ type }) => type === 'Failed') ? 'failed' : 'open';
  }

  private async warnings(name: string): Promise<readonly string[]> {
    type Told = KubeObject & { type?: string; reason?: string; message?: string; involvedObject?: { kind?: string; name?: string } };
    const { items } = await this.lab.admin.list<Told>(EVENTS);
    return items
      .filter(({ type, involvedObject: about }) => type === 'Warning' && about?.kind === 'CertificateSigningRequest' && about.name === name)
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  }

  private async until(found: () => Promise<boolean>): Promise<void> {
    for (let second = 0; second < LONG_ENOUGH && !(await found()); second++) await this.clock.advance(1000);
  }

  private async moving<T>(work: Promise<T>): Promise<T> {
    const state = { done: false };
    void work.finally(() => (state.done = true)).catch(() => undefined);
    while (!state.done) await this.clock.advance(100);
    return work;
  }
}

type IssuerObject = KubeObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

interface Condition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}
