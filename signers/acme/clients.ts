import type { CryptoPort } from '../../base/env/crypto';
import type { Clock, Network, Random, TlsOptions } from '../../base/env/ports';
import { jwkThumbprint, toJwk, type SigningKey } from '../../pki';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { fromBase64 } from '../engine/secret-data';
import { AcmeClient } from './client/client';
import { acmeExchange } from './client/exchange';

/** A registered account, as Orders and Challenges use it. */
export interface RegisteredAccount {
  readonly client: AcmeClient;
  /** RFC 7638, of the account's key. */
  readonly thumbprint: string;
}

export interface ClientTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  readonly network: Network;
}

/** The accounts of this process by the UID of their issuer. After a restart Orders wait until the issuer was set up again. */
export class AcmeClients {
  private readonly accounts = new Map<string, RegisteredAccount & { readonly fingerprint: string }>();

  constructor(private readonly tools: ClientTools) {}

  /** A client of its own, for setting up an issuer. */
  open(component: string, acme: AcmeIssuer, key: SigningKey): AcmeClient {
    const { clock, random, crypto, network } = this.tools;
    const exchange = acmeExchange({ network, clock, tls: tlsOf(acme), userAgent: userAgent(component) });
    return new AcmeClient({ exchange, server: acme.server ?? '', key, crypto, clock, random: random.stream('acme-client') });
  }

  /** What is there already stays as long as server and key do, with its nonces. */
  register(uid: string, acme: AcmeIssuer, key: SigningKey): void {
    const thumbprint = jwkThumbprint(toJwk(key.publicKey), this.tools.crypto);
    const fingerprint = JSON.stringify([acme.server, acme.caBundle, acme.skipTLSVerify, thumbprint]);
    if (this.accounts.get(uid)?.fingerprint === fingerprint) return;
    this.accounts.set(uid, { client: this.open('cert-manager', acme, key), thumbprint, fingerprint });
  }

  forget(uid: string): void {
    this.accounts.delete(uid);
  }

  /** Throws cert-manager's text when the issuer has no account in this process. */
  get(uid: string): RegisteredAccount {
    const account = this.accounts.get(uid);
    if (account === undefined) throw new Error('ACME client for issuer not initialised/available');
    return account;
  }
}

function tlsOf({ caBundle = '', skipTLSVerify = false }: AcmeIssuer): TlsOptions {
  if (skipTLSVerify) return { insecureSkipVerify: true };
  return caBundle === '' ? {} : { ca: new TextDecoder().decode(fromBase64(caBundle)) };
}

// The shape of cert-manager's, with its own name where cert-manager has its version.
function userAgent(component: string): string {
  return `${component}/csrlab (linux/amd64) cert-manager/ github.com/cert-manager/cert-manager/third_party/forked/acme`;
}
