import type { Certificate, Jwk, PublicKey } from '../../../pki';
import type { ProblemDocument } from './problem';

/** RFC 8555 section 7.1.3; `ip` is RFC 8738. */
export interface Identifier {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

export interface Account {
  readonly id: string;
  status: 'valid' | 'deactivated' | 'revoked';
  contact: readonly string[];
  jwk: Jwk;
  key: PublicKey;
  thumbprint: string;
  readonly externalAccountBinding?: unknown;
  /** Ids, oldest first. */
  readonly orders: string[];
}

export interface Order {
  readonly id: string;
  readonly account: string;
  readonly identifiers: readonly Identifier[];
  readonly authorizations: readonly string[];
  /** Milliseconds since 1970, as `expires`. */
  readonly created: number;
  readonly expires: number;
  readonly profile: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly replaces?: string;
  /** Set by finalize: `processing` until the certificate is there. */
  issuance?: 'processing' | 'valid' | 'invalid';
  error?: ProblemDocument;
  certificate?: string;
}

export type OrderStatus = 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';

export interface Authorization {
  readonly id: string;
  readonly account: string;
  readonly identifier: Identifier;
  readonly wildcard: boolean;
  readonly expires: number;
  status: 'pending' | 'valid' | 'invalid' | 'deactivated' | 'revoked';
  readonly challenges: readonly string[];
}

export type ChallengeType = 'http-01' | 'dns-01' | 'tls-alpn-01';

export interface Challenge {
  readonly id: string;
  readonly authorization: string;
  readonly type: ChallengeType;
  readonly token: string;
  status: 'pending' | 'processing' | 'valid' | 'invalid';
  validated?: string;
  error?: ProblemDocument;
}

export interface IssuedCertificate {
  /** Hexadecimal serial number. */
  readonly id: string;
  readonly account: string;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly identifiers: readonly Identifier[];
  /** PEM of each chain, the default one first. */
  readonly chains: readonly string[];
  /** RFC 9773 section 4.1. */
  readonly certId: string;
  /** The order that said it replaces this one. */
  replacedBy?: string;
  revocation?: { readonly reason: number; readonly at: string };
  /** Set by the control surface. */
  renewalInfo?: unknown;
}

/** Hexadecimal, of at least eight octets. */
export function certificateId(serialNumber: bigint): string {
  return serialNumber.toString(16).padStart(16, '0');
}

/** Everything the authority knows; forgotten when the process ends. */
export class AcmeState {
  readonly accounts = new Map<string, Account>();
  readonly orders = new Map<string, Order>();
  readonly authorizations = new Map<string, Authorization>();
  readonly challenges = new Map<string, Challenge>();
  readonly certificates = new Map<string, IssuedCertificate>();
  readonly certificatesByRenewalId = new Map<string, IssuedCertificate>();
  private readonly accountsByThumbprint = new Map<string, Account>();
  /** Newest last, by account and identifier. */
  private readonly validAuthorizations = new Map<string, Authorization>();

  accountByKey(thumbprint: string): Account | undefined {
    return this.accountsByThumbprint.get(thumbprint);
  }

  addAccount(account: Account): void {
    this.accounts.set(account.id, account);
    this.accountsByThumbprint.set(account.thumbprint, account);
  }

  rollOver(account: Account, key: Pick<Account, 'jwk' | 'key' | 'thumbprint'>): void {
    this.accountsByThumbprint.delete(account.thumbprint);
    Object.assign(account, key);
    this.accountsByThumbprint.set(account.thumbprint, account);
  }

  addCertificate(certificate: IssuedCertificate): void {
    this.certificates.set(certificate.id, certificate);
    this.certificatesByRenewalId.set(certificate.certId, certificate);
  }

  rememberValid(authorization: Authorization): void {
    this.validAuthorizations.set(reuseKey(authorization), authorization);
  }

  reusable(wanted: Pick<Authorization, 'account' | 'identifier' | 'wildcard'>): Authorization | undefined {
    return this.validAuthorizations.get(reuseKey(wanted));
  }
}

function reuseKey({ account, identifier, wildcard }: Pick<Authorization, 'account' | 'identifier' | 'wildcard'>): string {
  return `${account} ${identifier.type} ${wildcard ? '*.' : ''}${identifier.value}`;
}
