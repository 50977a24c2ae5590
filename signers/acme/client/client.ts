/**
 * The engine's own thin ACME client. No npm client writes requests as cert-manager's fork of golang.org/x/crypto/acme does (which nonces
 * are reused, when a request is repeated, what is polled and how an answer becomes a message), and all of that is observed here.
 */
import { sleep } from '../../../kube/sleep';
import { encodeBase64Url } from '../../../base/base64url';
import { jsonString } from '../../../base/go';
import { encodePem } from '../../../pki';
import { readChain } from './certificate-chain';
import { AccountExists, AuthorizationError, errorOfProblem, OrderError } from './error';
import { bodyText } from '../../http';
import type { Answered } from '../../http';
import { linksOf, retryAfter } from './exchange';
import {
  readAccepted,
  readAccount,
  readAuthorization,
  readOrder,
  UnreadableAnswer,
  type AcmeAccount,
  type AcmeAuthorization,
  type AcmeChallenge,
  type AcmeOrder,
} from './read';
import { isClientError, Session, type SessionOptions } from './session';
import { bindingBody, type Binding } from './signed';

export interface Registration {
  readonly contact: readonly string[];
  readonly binding?: Binding;
}

export class AcmeClient {
  private readonly session: Session;
  private asking: Promise<AcmeAccount> | undefined;

  constructor(options: SessionOptions) {
    this.session = new Session(options);
  }

  /** Agrees to whatever the terms are. Rejects with AccountExists when the key has an account already. */
  async register({ contact, binding }: Registration): Promise<AcmeAccount> {
    const { newAccount, terms } = await this.session.directory();
    const { key, crypto } = this.session.options;
    const members = [
      ...(terms === '' ? [] : ['"termsOfServiceAgreed":true']),
      ...contactMember(contact),
      ...(binding === undefined ? [] : [`"externalAccountBinding":${bindingBody(binding, { key, crypto, url: newAccount })}`]),
    ];
    const answer = await this.session.post(newAccount, `{${members.join(',')}}`, { keyId: '', wanted: [200, 201] });
    const account = readAccount(answer);
    this.session.accountUrl = account.uri;
    if (answer.status === 200) throw new AccountExists('acme: account already exists');
    return account;
  }

  /** The account that the key has. */
  async account(): Promise<AcmeAccount> {
    const { newAccount } = await this.session.directory();
    const answer = await this.session.post(newAccount, '{"onlyReturnExisting":true}', { keyId: '', wanted: [200] });
    const account = readAccount(answer);
    this.session.accountUrl = account.uri;
    return account;
  }

  async updateAccount(contact: readonly string[]): Promise<AcmeAccount> {
    const keyId = await this.keyId();
    return readAccount(await this.session.post(keyId, `{${contactMember(contact).join(',')}}`, { keyId, wanted: [200] }));
  }

  /** Names of the profiles that the server offers. */
  async profiles(): Promise<readonly string[]> {
    return Object.keys((await this.session.directory()).profiles);
  }

  async newOrder(payload: string): Promise<AcmeOrder> {
    const { newOrder } = await this.session.directory();
    return readOrder(await this.session.post(newOrder, payload, { keyId: await this.keyId(), wanted: [201] }));
  }

  async order(url: string): Promise<AcmeOrder> {
    return readOrder(await this.postAsGet(url, [200]));
  }

  async authorization(url: string): Promise<AcmeAuthorization> {
    return readAuthorization(url, await this.postAsGet(url, [200, 202]));
  }

  /** Says that the challenge is met. */
  async accept(url: string): Promise<AcmeChallenge> {
    return readAccepted(url, await this.session.post(url, '{}', { keyId: await this.keyId(), wanted: [200, 202] }));
  }

  /** Polls until the authorization is valid; rejects with AuthorizationError when it is not to be, and after `limit` milliseconds. */
  async awaitAuthorization(url: string, limit: number): Promise<AcmeAuthorization> {
    const { clock } = this.session.options;
    const deadline = clock.now() + limit;
    for (;;) {
      const answer = await this.postAsGet(url, [200, 202]);
      const authorization = readable(() => readAuthorization(url, answer));
      if (authorization?.status === 'valid') return authorization;
      if (authorization?.status === 'invalid') {
        const errors = authorization.challenges.flatMap(({ error }) => (error === undefined ? [] : [errorOfProblem(error)]));
        throw new AuthorizationError(authorization.identifier, errors);
      }
      await this.pause(answer, deadline);
    }
  }

  /** Sends the request, waits for the certificate and fetches it: DER, leaf first. */
  async finalize(url: string, csr: Uint8Array): Promise<readonly Uint8Array[]> {
    const payload = `{"csr":"${encodeBase64Url(csr)}"}`;
    const answer = await this.session.post(url, payload, { keyId: await this.keyId(), wanted: [200] });
    const started = readOrder(answer);
    // A server that leaves out where the order is sends this nowhere; the caller then looks the order up.
    const order = started.status === 'valid' ? started : await this.awaitOrder(started.uri);
    if (order.status !== 'valid') throw new OrderError(order.uri, order.status);
    return this.certificate(order.certificate);
  }

  async certificate(url: string): Promise<readonly Uint8Array[]> {
    const answer = await this.postAsGet(url, [200]);
    if (answer.broken !== undefined) throw new UnreadableAnswer('acme: fetch cert response stream', answer.broken);
    return readChain(bodyText(answer));
  }

  /** Addresses of the same certificate's other chains. */
  async alternates(url: string): Promise<readonly string[]> {
    return linksOf(await this.postAsGet(url, [200]), 'alternate');
  }

  private async awaitOrder(url: string): Promise<AcmeOrder> {
    for (;;) {
      const answer = await this.postAsGet(url, [200]);
      const order = readable(() => readOrder(answer));
      if (order?.status === 'invalid') throw new OrderError(url, order.status);
      if (order?.status === 'ready' || order?.status === 'valid') return { ...order, uri: order.uri === '' ? url : order.uri };
      await this.pause(answer, Infinity);
    }
  }

  private async pause(answer: Answered, deadline: number): Promise<void> {
    const { clock } = this.session.options;
    const wait = retryAfter(answer, clock.now());
    if (clock.now() + wait <= deadline) return sleep(clock, wait);
    await sleep(clock, Math.max(0, deadline - clock.now()));
    throw new DeadlineExceeded('context deadline exceeded');
  }

  private async postAsGet(url: string, wanted: readonly number[]): Promise<Answered> {
    return this.session.post(url, '', { keyId: await this.keyId(), wanted });
  }

  /** Empty, which signs with the key itself, when the server knows no account. */
  private async keyId(): Promise<string> {
    if (this.session.accountUrl !== '') return this.session.accountUrl;
    this.asking ??= this.account().finally(() => (this.asking = undefined));
    try {
      return (await this.asking).uri;
    } catch (error) {
      // cert-manager goes on without a key id whatever went wrong, and fails an order for good because of a passing fault.
      if (isClientError(error)) return '';
      throw error;
    }
  }
}

/** Time was up: worth another try. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/** Undefined for an answer that cannot be read: whoever polls asks again. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableAnswer) return undefined;
    throw error;
  }
}

/** As cert-manager stores a chain. */
export function chainPem(chain: readonly Uint8Array[]): string {
  return chain.map((der) => encodePem('CERTIFICATE', der)).join('');
}

function contactMember(contact: readonly string[]): string[] {
  return contact.length === 0 ? [] : [`"contact":[${contact.map(jsonString).join(',')}]`];
}
