import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';

export interface TppServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** By user name. @default `csrlab` with the password `csrlab-password` */
  readonly users?: Readonly<Record<string, string>>;
  /** Scopes that each application may ask for, by client id. @default cert-manager.io and vcert-sdk may manage and revoke */
  readonly applications?: Readonly<Record<string, readonly string[]>>;
  /** By DN below `\VED\Policy\`. @default one folder, `Certs`, that allows everything */
  readonly folders?: Readonly<Record<string, Folder>>;
  /** @default none */
  readonly customFields?: readonly CustomFieldDefinition[];
  /** Decides what the server knows: custom fields in requests came with 19.3, the legacy key went with 22.4. @default '25.1.0.0' */
  readonly version?: string;
  /** Whether a person decides each request, by the control surface. @default false */
  readonly approvals?: boolean;
  /** Times that a certificate is not ready yet when it is asked for. @default 0 */
  readonly pendingPolls?: number;
  /** Seconds that an access token is good for. @default 90 days */
  readonly tokenLifetime?: number;
}

export interface CustomFieldDefinition {
  readonly label: string;
  /** Absent allows every value. */
  readonly allowedValues?: readonly string[];
}

/** A value that a folder fills in, or insists on. */
export interface Setting<T> {
  readonly value: T;
  readonly locked?: boolean;
}

/** A policy folder. What is absent is neither set nor locked. */
export interface Folder {
  /** @default every domain */
  readonly domains?: readonly string[];
  /** @default true */
  readonly wildcardsAllowed?: boolean;
  /** @default all */
  readonly allowedSans?: Partial<Readonly<Record<'dns' | 'email' | 'ip' | 'upn' | 'uri', boolean>>>;
  readonly organization?: Setting<string>;
  readonly organizationalUnits?: Setting<readonly string[]>;
  readonly city?: Setting<string>;
  readonly state?: Setting<string>;
  readonly country?: Setting<string>;
  readonly keyAlgorithm?: Setting<string>;
  readonly keySize?: Setting<number>;
  readonly ellipticCurve?: Setting<string>;
  /** False: nothing can be requested, as there is nobody to sign. @default true */
  readonly hasAuthority?: boolean;
  /** Whether the CA behind the folder lets requests name an end date; else every certificate is good for a year. @default false */
  readonly endDatesAllowed?: boolean;
}

export const DEFAULTS = {
  users: { csrlab: 'csrlab-password' } as Readonly<Record<string, string>>,
  applications: {
    'cert-manager.io': ['certificate:manage', 'certificate:revoke'],
    'vcert-sdk': ['certificate:manage', 'certificate:revoke'],
  } as Readonly<Record<string, readonly string[]>>,
  folders: { Certs: {} } as Readonly<Record<string, Folder>>,
  version: '25.1.0.0',
  tokenLifetime: 90 * 24 * 3600,
};

/** Whether a server's version is at least that one. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (const [i, wanted] of (b ?? []).entries()) {
    const have = a?.[i] ?? 0;
    if (have !== wanted) return have > wanted;
  }
  return true;
}
