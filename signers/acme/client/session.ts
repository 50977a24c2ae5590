import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, RandomStream } from '../../../base/env/ports';
import { isObject } from '../../../kube/json';
import { sleep } from '../../../kube/sleep';
import type { SigningKey } from '../../../pki';
import { AcmeError, errorOfAnswer } from './error';
import { decodeObject, wholeBody } from '../../http';
import type { Answered } from '../../http';
import { headerOf, type Exchange } from './exchange';
import { signedBody } from './signed';

export interface SessionOptions {
  readonly exchange: Exchange;
  /** URL of the directory. */
  readonly server: string;
  readonly key: SigningKey;
  readonly crypto: CryptoPort;
  readonly clock: Clock;
  /** Spreads the waits behind refused nonces. */
  readonly random: RandomStream;
}

export interface Directory {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
  readonly terms: string;
  readonly externalAccountRequired: boolean;
  readonly profiles: Readonly<Record<string, unknown>>;
}

const MOST_NONCES = 100;
const MOST_RETRIES = 5;
const LONGEST_WAIT = 3000;

/** What one ACME client keeps between requests: the directory, nonces, and the account's address. */
export class Session {
  private nonces: string[] = [];
  private known: Promise<Directory> | undefined;
  /** The account's URL once it is known. */
  accountUrl = '';

  constructor(readonly options: SessionOptions) {}

  /** Fetched once; a failure is not remembered. */
  directory(): Promise<Directory> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  /**
   * A signed POST. Only a refused nonce is tried again here, up to five times with all nonces thrown away: everything else is the
   * queue's business. Rejects with an AcmeError when the status is none of those wanted.
   */
  async post(url: string, payload: string, { keyId, wanted }: { keyId: string; wanted: readonly number[] }): Promise<Answered> {
    for (let retries = 0; ; retries++) {
      const answer = await this.send(url, payload, keyId);
      if (wanted.includes(answer.status)) return answer;
      const error = errorOfAnswer(answer);
      if (!error.isBadNonce) throw error;
      this.nonces = [];
      if (retries === MOST_RETRIES) throw error;
      const { clock, random } = this.options;
      await sleep(clock, Math.min((retries + 1) * 1000 + random.integer(1000), LONGEST_WAIT));
    }
  }

  private async send(url: string, payload: string, keyId: string): Promise<Answered> {
    const { exchange, key, crypto } = this.options;
    const nonce = await this.nonce();
    const answer = await exchange('POST', url, signedBody(payload, { key, crypto, keyId, nonce, url }));
    this.keepNonce(answer);
    return answer;
  }

  private async nonce(): Promise<string> {
    const pooled = this.nonces.shift();
    if (pooled !== undefined) return pooled;
    const { newNonce } = await this.directory();
    const answer = await this.options.exchange('HEAD', newNonce === '' ? this.options.server : newNonce);
    const nonce = headerOf(answer, 'replay-nonce');
    if (nonce !== '') return nonce;
    if (answer.status > 299) throw errorOfAnswer(answer);
    throw new Error('acme: nonce not found');
  }

  private keepNonce(answer: Answered): void {
    const nonce = headerOf(answer, 'replay-nonce');
    if (nonce !== '' && this.nonces.length < MOST_NONCES) this.nonces.push(nonce);
  }

  private async discover(): Promise<Directory> {
    const answer = await this.options.exchange('GET', this.options.server);
    if (answer.status !== 200) throw errorOfAnswer(answer);
    this.keepNonce(answer);
    const value = objectIn(answer);
    const meta = isObject(value.meta) ? value.meta : {};
    if (text(value.newOrder) === '') throw new Error('acme: server does not support the RFC 8555 version of ACME protocol');
    return {
      newNonce: text(value.newNonce),
      newAccount: text(value.newAccount),
      newOrder: text(value.newOrder),
      terms: text(meta.termsOfService),
      externalAccountRequired: meta.externalAccountRequired === true,
      profiles: isObject(meta.profiles) ? meta.profiles : {},
    };
  }
}

/** The body's JSON object. Throws an Error with encoding/json's text, or with why the body broke off. */
export function objectIn(answer: Answered): Readonly<Record<string, unknown>> {
  return decodeObject(wholeBody(answer));
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether an error will not go away by asking again. */
export function isClientError(error: unknown): error is AcmeError {
  return error instanceof AcmeError && error.isClientError;
}
