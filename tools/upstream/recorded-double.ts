import type { BodyStream, HttpResponse } from '../../base/env/http';
import { NetworkError } from '../../base/env/network-error';
import type { Clock, FetchRequest, Network } from '../../base/env/ports';
import type { SideDoors } from './acme/side-doors';
import type { RecordedAnswer, SentRequest, UpstreamCase } from './case';

/** A request as it arrived at the double. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly during: 'issuer' | 'signing';
  readonly serverName?: string;
  readonly clientCertificate: boolean;
}

export interface RecordedDouble {
  readonly network: Network;
  readonly arrived: readonly Arrived[];
  /** Asked before the recorded answers. */
  openSideDoors(doors: SideDoors): void;
  /** From now on the answers recorded for signing are given. */
  startSigning(): void;
}

/** What the network said in recordings where nobody was reached; how a client words it around that is the client's affair. */
const NETWORK_FAULTS = [
  /dial tcp [\d.:]+: connect: connection refused/,
  /http: server gave HTTP response to HTTPS client/,
  /tls: failed to verify certificate: [^\n]*/,
  /remote error: tls: [^\n]*/,
  /dial tcp: lookup [^\n]*/,
];

/** Gives the recorded answers, by method, path, phase and turn; the last one repeated. */
export function recordedDouble(recorded: UpstreamCase, clock: Clock): RecordedDouble {
  const arrived: Arrived[] = [];
  const turns = new Map<string, number>();
  const fault = faultOf(recorded);
  let during: Arrived['during'] = 'issuer';
  let doors: SideDoors = () => undefined;
  const answerTo = ({ method, path, url }: Arrived): RecordedAnswer => {
    const { answers, key } = answersFor(sentTo(recorded.sent, new URL(url).host), { method, path, during });
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return answers[Math.min(turn, answers.length - 1)]?.answer ?? { status: 404, body: { errors: [] } };
  };
  return {
    arrived,
    openSideDoors: (opened) => {
      doors = opened;
    },
    startSigning: () => {
      during = 'signing';
    },
    network: {
      async fetch(request) {
        if (fault !== undefined) throw new NetworkError('other', fault);
        const beside = doors(request);
        if (beside !== undefined) return beside;
        const arrival = arrivalOf(request, during);
        arrived.push(arrival);
        return reply(answerTo(arrival), request, clock);
      },
      listen: () => Promise.reject(new Error('nobody listens in a replay')),
      resolve: () => Promise.resolve(['127.0.0.1']),
    },
  };
}

/** Some recordings have two servers. */
function sentTo(sent: readonly SentRequest[], host: string): readonly SentRequest[] {
  const to = sent.filter(({ headers = {} }) => headers.Host === host);
  return to.length > 0 ? to : sent;
}

/** The answers of the same phase when there are any, else of the other. */
function answersFor(sent: readonly SentRequest[], { method, path, during }: Pick<Arrived, 'method' | 'path' | 'during'>) {
  const alike = sent.filter((one) => one.method === method && one.path === path);
  const same = alike.filter((one) => one.during === during);
  const phase = same.length > 0 ? during : 'either';
  return { answers: same.length > 0 ? same : alike, key: `${phase} ${method} ${path}` };
}

function faultOf({ sent, result }: UpstreamCase): string | undefined {
  if (sent.some(({ method }) => method !== undefined)) return undefined;
  const messages = result.events.map(({ message }) => message);
  return messages.flatMap((message) => NETWORK_FAULTS.map((fault) => fault.exec(message)?.[0])).find((found) => found !== undefined);
}

function arrivalOf({ method, url, headers = {}, body, tls }: FetchRequest, during: Arrived['during']): Arrived {
  const { pathname, search } = new URL(url);
  return {
    ...{ method, url, path: pathname + search, during },
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: body === undefined ? '' : new TextDecoder().decode(body),
    ...(tls?.serverName === undefined ? {} : { serverName: tls.serverName }),
    clientCertificate: tls?.cert !== undefined,
  };
}

async function reply(answer: RecordedAnswer, { signal }: FetchRequest, clock: Clock): Promise<HttpResponse> {
  if (answer.never === true) await aborted(signal);
  if (answer.status === undefined) throw new NetworkError('closed', 'EOF');
  if (answer.delayedMs !== undefined) await new Promise<void>((resolve) => void clock.setTimer(answer.delayedMs ?? 0, resolve));
  const { body = '' } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = new TextEncoder().encode(body === null ? '' : text);
  const headers = Object.fromEntries(Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status: answer.status,
    headers,
    body: answer.connection === undefined ? bytes : cut(bytes),
    ...(answer.reason === undefined ? {} : { statusText: answer.reason }),
  };
}

/** A connection that was closed behind the headers: the body ends too early. */
function cut(bytes: Uint8Array): BodyStream {
  return {
    start(sink) {
      sink.write(bytes);
      sink.end(new NetworkError('closed', 'unexpected EOF'));
      return () => undefined;
    },
  };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new NetworkError('canceled', 'context canceled')), { once: true });
  });
}
