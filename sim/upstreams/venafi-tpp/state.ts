import type { CertificateRequest, Certificate, SigningKey } from '../../../pki';

/** A certificate object: it is named by its DN, and a second request for the same DN renews it. */
export interface TppCertificate {
  readonly dn: string;
  readonly guid: string;
  readonly folder: string;
  readonly objectName: string;
  readonly request: CertificateRequest;
  /** What was asked for, as it was asked. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** By label. */
  customFields: Readonly<Record<string, readonly string[]>>;
  stage: number;
  status: string;
  inError: boolean;
  /** Undefined: nobody has to. */
  approval: 'waiting' | 'approved' | 'rejected' | undefined;
  /** Looks before it is ready. */
  pending: number;
  /** Seconds since 1970. */
  readonly notAfter: number;
  certificate: Certificate | undefined;
  revoked: boolean;
  /** Only of what the server made the key for. */
  readonly key?: SigningKey;
}

export interface Grant {
  readonly user: string;
  readonly clientId: string;
  readonly scope: string;
  readonly refreshToken: string;
  /** Milliseconds since 1970. */
  readonly issued: number;
  readonly expires: number;
}

/** Everything that a simulated TPP remembers. */
export class TppState {
  /** By DN in lower case: the server does not care. */
  private readonly byDn = new Map<string, TppCertificate>();
  /** By access token. */
  readonly grants = new Map<string, Grant>();
  /** Legacy keys, by the key. */
  readonly apiKeys = new Map<string, Grant>();

  find(dn: string): TppCertificate | undefined {
    return this.byDn.get(dn.toLowerCase());
  }

  put(certificate: TppCertificate): void {
    this.byDn.set(certificate.dn.toLowerCase(), certificate);
  }

  list(): readonly TppCertificate[] {
    return [...this.byDn.values()];
  }
}
