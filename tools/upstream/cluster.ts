import { turn } from '../../base/env/node/turn';
import { immediateEffects } from '../../base/env/node/effects';
import type { CryptoPort, KeyPairDer } from '../../base/env/crypto';
import { nodeCrypto } from '../../base/env/node/crypto';
import { manualClock, type ManualClock } from '../../base/env/manual-clock';
import { seededRandom } from '../../base/env/seeded-random';
import type { KubeObject } from '../../kube';
import { startLab, type Lab } from '../../lab';
import { createSelfSignedCertificate, encodePem, generateSigningKey } from '../../pki';
import { isAcme } from './acme/is-acme';
import { sideDoors } from './acme/side-doors';
import { challengeKey, watchObjects, type Watched } from './acme/watched';
import type { Step, UpstreamCase } from './case';
import { recordedDouble, type RecordedDouble } from './recorded-double';

export interface Replayed {
  readonly lab: Lab;
  readonly double: RecordedDouble;
  /** Every status that the issuer had. */
  readonly issuerStates: readonly unknown[];
  /** What the engine wrote, object by object. */
  readonly watched: () => readonly Watched[];
  stop(): Promise<void>;
}

/** Making an RSA key takes longer than a replay: two do for all accounts, in turn. */
const CRYPTO = withFewRsaKeys(nodeCrypto());

/** When a replay begins whose recording does not say. */
const START = Date.UTC(2026, 10, 24, 21, 0, 0);

/** How long the engine goes on after the last thing that was recorded. */
const MARGIN = 900;
// Challenges are started by a beat of a second, whose phase is nobody's.
const ACME_MARGIN = 6500;

const RESOURCES: Readonly<Record<string, { readonly group: string; readonly version: string; readonly resource: string }>> = {
  Namespace: { group: '', version: 'v1', resource: 'namespaces' },
  Secret: { group: '', version: 'v1', resource: 'secrets' },
  ServiceAccount: { group: '', version: 'v1', resource: 'serviceaccounts' },
  ConfigMap: { group: '', version: 'v1', resource: 'configmaps' },
  Issuer: { group: 'cert-manager.io', version: 'v1', resource: 'issuers' },
  ClusterIssuer: { group: 'cert-manager.io', version: 'v1', resource: 'clusterissuers' },
  Order: { group: 'acme.cert-manager.io', version: 'v1', resource: 'orders' },
  Challenge: { group: 'acme.cert-manager.io', version: 'v1', resource: 'challenges' },
  CertificateSigningRequest: { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
};

/** Runs the steps of a case in a lab whose network ends at the recorded answers, on a clock that follows the recorder's. */
export async function replay(recorded: UpstreamCase): Promise<Replayed> {
  const start = startOf(recorded);
  const clock = manualClock({ start, turn });
  const double = recordedDouble(recorded, clock);
  const environment = { clock, random: seededRandom(1), effects: immediateEffects(), network: double.network };
  const starting = startLab({ environment, crypto: CRYPTO });
  const lab = await settled(starting, clock);
  const lifetime = new AbortController();
  const watched = watchObjects(lab, lifetime.signal);
  if (isAcme(recorded)) double.openSideDoors(sideDoors(recorded, (token) => challengeKey(watched(), token)));
  const issuerStates: unknown[] = [];
  const player = { recorded, lab, clock, double };
  await ensureNamespace(player);
  for (const step of recorded.steps) {
    await advanceTo(clock, start + step.at, () => note(player, issuerStates));
    await perform(step, player);
    await note(player, issuerStates);
  }
  await advanceTo(clock, start + lastMoment(recorded) + (isAcme(recorded) ? ACME_MARGIN : MARGIN), () => note(player, issuerStates));
  const stop = (): Promise<void> => {
    lifetime.abort();
    return settled(lab.stop(), clock);
  };
  return { lab, double, issuerStates, watched, stop };
}

/** The recorder's own time: answers say in dates when to come again. */
function startOf({ steps, result }: UpstreamCase): number {
  const created = Date.parse(result.issuer?.object.metadata?.creationTimestamp ?? '');
  const at = steps.find(({ object }) => typeof object === 'string' && object.includes('"issuer"'))?.at ?? 0;
  return Number.isNaN(created) ? START : created - at;
}

function withFewRsaKeys(crypto: CryptoPort): CryptoPort {
  const made: KeyPairDer[] = [];
  let asked = 0;
  return {
    ...crypto,
    generate(spec, random) {
      if (spec.kind !== 'RSA') return crypto.generate(spec, random);
      const turn = asked++ % 2;
      const key = made[turn] ?? crypto.generate(spec, random);
      made[turn] = key;
      return key;
    },
  };
}

interface Player {
  readonly recorded: UpstreamCase;
  readonly lab: Lab;
  readonly clock: ManualClock;
  readonly double: RecordedDouble;
}

async function settled<T>(work: Promise<T>, clock: ManualClock): Promise<T> {
  const state = { done: false };
  void work.then(
    () => (state.done = true),
    () => (state.done = true),
  );
  while (!state.done) await clock.advance(100);
  return work;
}

/** In strides, so that states that pass are seen. */
async function advanceTo(clock: ManualClock, at: number, look: () => Promise<void>): Promise<void> {
  while (clock.now() < at) {
    await clock.advance(Math.min(250, at - clock.now()));
    await look();
  }
  await clock.settle();
}

function lastMoment({ steps, sent, result }: UpstreamCase): number {
  const states = [...(result.issuer?.states ?? [])] as readonly { readonly at?: number }[];
  const csrStates = (result.csr as { states?: readonly { at?: number }[] } | undefined)?.states ?? [];
  return Math.max(...[...steps, ...sent, ...states, ...csrStates].map(({ at = 0 }) => at));
}

async function note({ recorded, lab }: Player, states: unknown[]): Promise<void> {
  const { kind = '', metadata = {} } = recorded.issuer;
  const options = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
  const issuer = await lab.admin
    .get<KubeObject & { status?: unknown }>(resourceOf(kind), metadata.name ?? '', options)
    .catch(() => undefined);
  if (issuer !== undefined) states.push(issuer.status ?? {});
}

function resourceOf(kind: string) {
  const found = RESOURCES[kind];
  if (found === undefined) throw new Error(`a replay knows no ${kind}`);
  return found;
}

async function ensureNamespace({ recorded, lab }: Player): Promise<void> {
  const objects = recorded.steps.map(({ object }) => object).filter((object): object is KubeObject => typeof object === 'object');
  const names = new Set([recorded.issuer, ...objects].map(({ metadata }) => metadata?.namespace).filter((name) => name !== undefined));
  for (const name of names) {
    await lab.admin.create<KubeObject>(resourceOf('Namespace'), { metadata: { name } }).catch(() => undefined);
  }
}

async function perform(step: Step, player: Player): Promise<void> {
  const { lab, recorded, double } = player;
  if (step.do === 'create') {
    const object = objectOf(step, player);
    if (object.kind === 'CertificateSigningRequest') double.startSigning();
    await lab.admin.create(resourceOf(object.kind ?? ''), object);
    return;
  }
  const name = step.name ?? '';
  const options = step.namespace === undefined ? namespaceOf(step, recorded) : { namespace: step.namespace };
  if (step.do === 'delete') await lab.admin.delete(resourceOf(step.kind ?? ''), name, options);
  else if (step.do === 'approve') await approve(lab, name);
  else await update(step, player, options);
}

function namespaceOf({ kind }: Step, { issuer }: UpstreamCase): { namespace?: string } {
  const { namespace } = issuer.metadata ?? {};
  return kind === 'Issuer' && namespace !== undefined ? { namespace } : {};
}

async function approve(lab: Lab, name: string): Promise<void> {
  const condition = { type: 'Approved', status: 'True', reason: 'Test', message: 'approved by the recorder' };
  const body = { status: { conditions: [condition] } };
  await lab.admin.patch(resourceOf('CertificateSigningRequest'), name, { type: 'merge', body }, { subresource: 'approval' });
}

/** Changes are recorded in words; these are the words there are. */
async function update(step: Step, { lab }: Player, options: { namespace?: string }): Promise<void> {
  const changed = specChange(step.change ?? '');
  if (changed !== undefined) {
    await lab.admin.patch(resourceOf(step.kind ?? ''), step.name ?? '', { type: 'merge', body: changed }, options);
    return;
  }
  const [, key = '', value = ''] = /^annotation ([\w./-]+) ?= ?(\S+)/.exec(step.change ?? '') ?? [];
  if (key === '') throw new Unplayable(`the change is recorded in words only: ${step.change ?? ''}`);
  const name = key === 'custom-fields' ? 'venafi.experimental.cert-manager.io/custom-fields' : key;
  const body = { metadata: { annotations: { [name]: value } } };
  await lab.admin.patch(resourceOf(step.kind ?? ''), step.name ?? '', { type: 'merge', body }, options);
}

/** `spec.acme.email = a@b` and `spec.acme.email removed` as merge patches. */
function specChange(change: string): object | undefined {
  const [, path, value] = /^(spec(?:\.\w+)+)(?: = (\S+)| removed)$/.exec(change) ?? [];
  return path?.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value ?? null) as object | undefined;
}

/** Why a case cannot be played here. */
export class Unplayable extends Error {
  override readonly name = 'Unplayable';
}

function objectOf(step: Step, { recorded, clock }: Player): KubeObject {
  const { object } = step;
  if (object === undefined) throw new Unplayable('a step creates what is not recorded');
  if (typeof object === 'object') return withAccountKey(withKeys(object, clock));
  const named = object.includes('"issuer"') ? recorded.issuer : recorded.csr;
  if (named === undefined) throw new Unplayable(`a step creates ${object}, which is not recorded`);
  return named;
}

/** An account's key that is masked becomes one of our own. */
function withAccountKey(object: KubeObject): KubeObject {
  const { data = {} } = object as { data?: Readonly<Record<string, string>> };
  if (!Object.values(data).some((value) => value.startsWith('<RSA'))) return object;
  const key = generateSigningKey({ kind: 'RSA', bits: 2048 }, seededRandom(2).stream('account'), nodeCrypto());
  const pem = btoa(encodePem('PRIVATE KEY', key.pkcs8));
  return { ...object, data: Object.fromEntries(Object.keys(data).map((name) => [name, pem])) } as KubeObject;
}

/** Private keys are masked in recordings: the certificate and its key are replaced by a pair of our own. */
function withKeys(object: KubeObject, clock: ManualClock): KubeObject {
  const { stringData = {} } = object as { stringData?: Readonly<Record<string, string>> };
  const isMasked = Object.entries(stringData).some(([key, value]) => key.endsWith('.key') && value.startsWith('<'));
  if (!isMasked) return object;
  const crypto = nodeCrypto();
  const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, seededRandom(2).stream('client'), crypto);
  const now = Math.floor(clock.now() / 1000);
  const der = createSelfSignedCertificate(
    { subject: { commonName: 'cm-client' }, role: 'client', notBefore: now - 60, notAfter: now + 86_400 },
    key,
    { crypto, random: seededRandom(2).stream('serial') },
  );
  const pair = { 'tls.crt': encodePem('CERTIFICATE', der), 'tls.key': encodePem('PRIVATE KEY', key.pkcs8) };
  return { ...object, stringData: { ...stringData, ...pair } } as KubeObject;
}
