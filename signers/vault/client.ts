// Own thin HTTP in place of `node-vault`: cert-manager's client sends no Content-Type, repeats some answers and follows one redirect.
import type { Clock, Network, Random, TlsOptions } from '../../base/env/ports';
import { goJson } from '../../base/go';
import { sleep } from '../../kube/sleep';
import { bodyText, exchange, ExchangeError, locationOf, startDeadline } from '../http';
import type { Answered, Asked, Deadline } from '../http';
import { joinPath } from './path';
import { VaultError } from './vault-error';

export interface VaultPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
}

export interface VaultClientOptions {
  readonly address: string;
  readonly tls: TlsOptions;
  /** @default none */
  readonly namespace?: string;
  /** @default none */
  readonly token?: string;
}

/** Of a call with all its repetitions. */
const TIMEOUT = 60_000;

const RETRIES = 2;
const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 1500;

const REDIRECTS = [301, 302, 307];

export class VaultClient {
  constructor(
    private readonly options: VaultClientOptions,
    private readonly ports: VaultPorts,
  ) {}

  /** Resolves with a good answer; rejects with a VaultError for another, with an ExchangeError when there was none. */
  async request(method: Asked['method'], path: string, parameters?: Readonly<Record<string, string>>): Promise<Answered> {
    const { address, namespace = '', token = '' } = this.options;
    const url = new URL(address);
    const asked: Asked = {
      method,
      url: url.origin + joinPath(url.pathname, path),
      headers: {
        'user-agent': 'Go-http-client/1.1',
        ...(namespace === '' ? {} : { 'x-vault-namespace': namespace }),
        'x-vault-request': 'true',
        ...(token === '' ? {} : { 'x-vault-token': token }),
      },
      ...(parameters === undefined ? {} : { body: goJson(parameters) }),
    };
    const deadline = startDeadline(this.ports.clock, TIMEOUT);
    try {
      return await this.redirected(asked, deadline);
    } finally {
      deadline.clear();
    }
  }

  private async redirected(asked: Asked, deadline: Deadline): Promise<Answered> {
    const answer = await this.repeated(asked, deadline);
    const target = REDIRECTS.includes(answer.status) ? locationOf(answer, asked.url) : undefined;
    if (target === undefined) return this.checked(asked, answer);
    if (asked.url.startsWith('https:') && !target.startsWith('https:')) throw new Error('redirect would cause protocol downgrade');
    const moved = { ...asked, url: target };
    return this.checked(moved, await this.repeated(moved, deadline));
  }

  private async repeated(asked: Asked, deadline: Deadline): Promise<Answered> {
    const { network, clock, random } = this.ports;
    const jitter = random.stream('vault-retry');
    for (let attempt = 1; ; attempt++) {
      const answer = await exchange(asked, { network, tls: this.options.tls, deadline }).catch((error: unknown) => error);
      // A call that ran out of time tells that alone; an answer whose body did is one all the same.
      if (deadline.expired() && !isAnswer(answer)) throw new Error('context deadline exceeded', { cause: answer });
      if (attempt > RETRIES || !isWorthRepeating(answer)) return answerOf(answer);
      const wait = (SHORTEST_WAIT + jitter.integer(LONGEST_WAIT - SHORTEST_WAIT)) * attempt;
      await sleep(clock, retryAfter(answer) ?? wait, deadline.signal);
    }
  }

  private checked({ method, url }: Asked, answer: Answered): Answered {
    const { status } = answer;
    // A standby answers health checks with 429.
    const isStandby = status === 429 && new URL(url).pathname === '/v1/sys/health';
    if ((status >= 200 && status < 400) || isStandby) return answer;
    throw new VaultError({ method, url, namespace: this.options.namespace ?? '', status, body: bodyText(answer) });
  }
}

function answerOf(outcome: unknown): Answered {
  if (isAnswer(outcome)) return outcome;
  throw outcome;
}

function isAnswer(outcome: unknown): outcome is Answered {
  return !(outcome instanceof Error);
}

function isWorthRepeating(outcome: unknown): boolean {
  if (!isAnswer(outcome)) return !(outcome instanceof ExchangeError) || !outcome.untrusted;
  const { status } = outcome;
  return status === 412 || status === 429 || (status >= 500 && status !== 501);
}

/** Milliseconds, when a busy server names a time. */
function retryAfter(outcome: unknown): number | undefined {
  if (!isAnswer(outcome) || (outcome.status !== 429 && outcome.status !== 503)) return undefined;
  const seconds = outcome.headers['retry-after'];
  return typeof seconds === 'string' && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
