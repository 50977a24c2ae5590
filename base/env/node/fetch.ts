import type { Agent, Dispatcher } from 'undici';
import type { BodyStream, HttpHeaders } from '../http';
import type { FetchRequest, Network, TlsOptions } from '../ports';
import { NetworkError } from '../network-error';
import { connector } from './connect';
import type { ConnectLimits } from './connect';
import { networkErrorOf } from './network-error';

type Undici = typeof import('undici');

/** Connections are kept alive and shared by requests with the same TLS options. */
export function undiciFetch(limits: ConnectLimits = {}): Network['fetch'] {
  const agents = new Map<string, Agent>();
  let loading: Promise<Undici> | undefined;
  return async (request) => {
    loading ??= import('undici');
    const undici = await loading;
    const url = new URL(request.url);
    const deadline = startDeadline(request);
    try {
      const answer = await undici.request(url, {
        method: request.method,
        headers: requestHeaders(request.headers ?? {}),
        body: request.body ?? null,
        dispatcher: agentFor({ undici, agents, limits, tls: request.tls ?? {} }),
        signal: deadline.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return {
        status: answer.statusCode,
        ...(answer.statusText === '' ? {} : { statusText: answer.statusText }),
        headers: answer.headers,
        body: streamOf(answer.body, url),
      };
    } catch (error) {
      throw deadline.expired() ? new NetworkError('timeout', 'context deadline exceeded', { cause: error }) : networkErrorOf(error, url);
    } finally {
      deadline.clear();
    }
  };
}

interface AgentPlace {
  readonly undici: Undici;
  readonly agents: Map<string, Agent>;
  readonly limits: ConnectLimits;
  readonly tls: TlsOptions;
}

function agentFor({ undici, agents, limits, tls }: AgentPlace): Agent {
  const id = JSON.stringify([tls.ca, tls.cert, tls.key, tls.serverName, tls.insecureSkipVerify]);
  const known = agents.get(id);
  if (known !== undefined) return known;
  const agent = new undici.Agent({ connect: connector(tls, limits), pipelining: 1 });
  agents.set(id, agent);
  return agent;
}

function requestHeaders(headers: HttpHeaders): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]] as const],
    ),
  );
}

interface Deadline {
  readonly signal: AbortSignal;
  expired(): boolean;
  clear(): void;
}

/** The caller's signal and the time limit in one; the limit ends with the headers, the signal goes on for the body. */
function startDeadline({ signal, timeout }: FetchRequest): Deadline {
  const limit = new AbortController();
  const timer = timeout === undefined ? undefined : setTimeout(() => limit.abort(), timeout);
  return {
    signal: signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]),
    expired: () => limit.signal.aborted,
    clear: () => clearTimeout(timer),
  };
}

function streamOf(body: Dispatcher.ResponseData['body'], url: URL): BodyStream {
  return {
    start(sink) {
      let open = true;
      const finish = (error?: Error): void => {
        if (!open) return;
        open = false;
        sink.end(error);
      };
      body.on('data', (chunk: Uint8Array) => {
        if (!open || sink.write(chunk)) return;
        body.pause();
        sink.onDrain(() => body.resume());
      });
      body.on('end', () => finish());
      body.on('error', (error: Error) => finish(networkErrorOf(error, url)));
      return () => {
        open = false;
        body.destroy();
      };
    },
  };
}
