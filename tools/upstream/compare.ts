import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../kube';
import type { SentRequest, UpstreamCase } from './case';
import type { Replayed } from './cluster';
import type { Arrived } from './recorded-double';

/** One thing that is not as it was recorded. */
export interface Difference {
  readonly what: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** Headers that an upstream could act on. */
const HEADERS =
  /^(authorization|accept|cache-control|connection|content-type|tppl-api-key|x-vault-(request|token|namespace)|x-venafi-api-key)$/;

/** What changes from run to run: end dates, the caller's address, tokens of service accounts. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"TIME"'],
  [/"identifier":"[\d.:a-f]*"/g, '"identifier":"ADDRESS"'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'JWT'],
];

/** Compares what was sent, written and told; empty when all is as recorded. */
export async function differences(recorded: UpstreamCase, replayed: Replayed): Promise<readonly Difference[]> {
  const csr = await csrOf(recorded, replayed);
  return [
    ...requestDifferences(recorded, replayed.double.arrived),
    ...compared('CertificateSigningRequest', csrFacts(recorded.result.csr?.object), csrFacts(csr)),
    ...compared(
      'Issuer',
      issuerStates(recorded.result.issuer?.states.map(({ status }) => status) ?? []),
      issuerStates(replayed.issuerStates),
    ),
    ...compared('events', recorded.result.events.map(eventText).sort(), await eventsOf(replayed)),
  ];
}

/** The request and the events, with what changes from run to run taken out of the texts. */
export async function compareCommon(
  recorded: UpstreamCase,
  replayed: Replayed,
  mask: (text: string) => string,
): Promise<readonly Difference[]> {
  const csr = await csrOf(recorded, replayed);
  const events = recorded.result.events.map((event) => mask(eventText(event)));
  const found = (await eventsOf(replayed)).map(mask);
  return [
    ...(recorded.result.csr === undefined || isDeleted(recorded)
      ? []
      : compared('CertificateSigningRequest', csrFacts(recorded.result.csr.object), csrFacts(csr))),
    ...compared('events', [...new Set(events)].sort(), [...new Set(found)].sort()),
  ];
}

function isDeleted({ steps }: UpstreamCase): boolean {
  const deleted = steps.findLastIndex((step) => step.do === 'delete' && step.kind === 'CertificateSigningRequest');
  return deleted >= 0 && !steps.slice(deleted).some((step) => step.do === 'create');
}

function compared(what: string, recorded: unknown, replayed: unknown): readonly Difference[] {
  return isDeepStrictEqual(recorded, replayed) ? [] : [{ what, recorded, replayed }];
}

/** Set-ups come as often as they come; of them the first round counts. Of signing the order counts, but not how long it was tried. */
function requestDifferences({ sent }: UpstreamCase, arrived: readonly Arrived[]): readonly Difference[] {
  const asked = sent.filter(({ method }) => method !== undefined);
  const [recordedSetup, recordedSigning] = halves(asked.map((one) => ({ text: sentText(one), isSetup: isSetup(one) })));
  const [setup, signing] = halves(arrived.map((one) => ({ text: arrivedText(one), isSetup: isSetup({ ...one, by: componentOf(one) }) })));
  const found = compared('requests of set-up', [...new Set(recordedSetup)], [...new Set(setup)]);
  return [...found, ...signingDifferences(withoutRepeats(recordedSigning), withoutRepeats(signing))];
}

function halves(requests: readonly { readonly text: string; readonly isSetup: boolean }[]): [readonly string[], readonly string[]] {
  const of = (wanted: boolean): readonly string[] => requests.filter((one) => one.isSetup === wanted).map(({ text }) => text);
  return [of(true), of(false)];
}

/** Whoever names himself is known; Vault's client does not: there health checks and what comes before the request are set-up. */
function isSetup({ by, during, path = '' }: Pick<SentRequest, 'by' | 'during' | 'path'>): boolean {
  if (by !== undefined && by !== '') return !by.includes('certificatesigningrequests');
  return during === 'issuer' || path.endsWith('/sys/health');
}

function signingDifferences(recorded: readonly string[], replayed: readonly string[]): readonly Difference[] {
  const shorter = Math.min(recorded.length, replayed.length);
  const isPrefix = isDeepStrictEqual(recorded.slice(0, shorter), replayed.slice(0, shorter));
  const sameKinds = isDeepStrictEqual(new Set(recorded), new Set(replayed));
  return isPrefix && sameKinds ? [] : [{ what: 'requests of signing', recorded, replayed }];
}

/** Polls and retries count once. */
function withoutRepeats(texts: readonly string[]): readonly string[] {
  return texts.filter((text, i) => text !== texts[i - 1]);
}

function sentText({ method = '', path = '', headers = {}, body, sni, tlsClientCertificate }: SentRequest): string {
  const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : bodyText(body);
  const serverName = sni !== undefined && !/^[\d.]+$/.test(sni) ? sni : '';
  return requestText({ method, path, headers, body: text, serverName, certificate: tlsClientCertificate !== undefined });
}

function arrivedText({ method, path, headers, body, serverName = '', clientCertificate }: Arrived): string {
  return requestText({ method, path, headers, body: plain(body), serverName, certificate: clientCertificate });
}

function plain(body: string): string {
  try {
    return bodyText(JSON.parse(body));
  } catch {
    return body;
  }
}

/** vcert sends custom fields in the order of a Go map. */
function bodyText(body: unknown): string {
  const fields: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'CustomFields') : undefined;
  if (!Array.isArray(fields)) return JSON.stringify(body);
  const sortedFields = fields.map((field) => JSON.stringify(field)).sort();
  return JSON.stringify({ ...(body as object), CustomFields: sortedFields });
}

interface Shown {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly serverName: string;
  readonly certificate: boolean;
}

function requestText({ method, path, headers, body, serverName, certificate }: Shown): string {
  const kept = Object.entries(headers)
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => HEADERS.test(line.split(':', 1)[0] ?? ''))
    .sort();
  const tls = `${serverName === '' ? '' : ` to ${serverName}`}${certificate ? ' with a certificate' : ''}`;
  const text = [`${method} ${path}${tls}`, ...kept, body].join('\n');
  return VOLATILE.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
}

function componentOf({ headers }: Arrived): string {
  const agent = headers['user-agent'] ?? '';
  return agent.startsWith('cert-manager-') ? (agent.split('/', 1)[0] ?? '') : '';
}

async function csrOf({ csr }: UpstreamCase, { lab }: Replayed): Promise<KubeObject | undefined> {
  if (csr === undefined) return undefined;
  const resource = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
  return lab.admin.get(resource, csr.metadata?.name ?? '').catch(() => undefined);
}

function csrFacts(object: KubeObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { status = {} } = object as { status?: { conditions?: readonly object[]; certificate?: string } };
  const { conditions = [], certificate = '' } = status;
  return { annotations: object.metadata?.annotations ?? {}, conditions: conditions.map(withoutTimes), certificate };
}

/** What a status was, one after the other, whatever the times. */
function issuerStates(states: readonly unknown[]): readonly string[] {
  const texts = states
    .map((status) => (status ?? {}) as { conditions?: readonly object[] })
    .map(({ conditions = [] }) => JSON.stringify(conditions.map(withoutTimes).map(sorted)))
    .filter((text) => text !== '[]');
  return withoutRepeats(texts);
}

function withoutTimes(condition: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(condition).filter(([key]) => !key.endsWith('Time')));
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface EventObject extends KubeObject {
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: { readonly component?: string };
}

async function eventsOf({ lab }: Replayed): Promise<readonly string[]> {
  const { items } = await lab.admin.list<EventObject>({ group: '', version: 'v1', resource: 'events' });
  const texts = items.map(({ involvedObject = {}, type = '', reason = '', message = '', source = {} }) =>
    eventText({ on: `${involvedObject.kind}/${involvedObject.name}`, type, reason, message, component: source.component ?? '' }),
  );
  return texts.sort();
}

function eventText({ on, type, reason, message, component = '' }: UpstreamCase['result']['events'][number]): string {
  return `${on} ${type} ${reason} ${message} by ${component}`;
}
