import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';

export interface CloudServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** Keys that let somebody in. @default `csrlab-api-key` */
  readonly apiKeys?: readonly string[];
  /** By name. @default `csrlab`, which offers the template `Default` under that alias */
  readonly applications?: Readonly<Record<string, Application>>;
  /** By id. @default one, `Default`, that allows everything */
  readonly templates?: Readonly<Record<string, Template>>;
  /** Whether a person decides each request, by the control surface. @default false */
  readonly approvals?: boolean;
  /** Times that a request is not done yet when it is asked for. @default 0 */
  readonly pendingPolls?: number;
}

export interface Application {
  /** Ids of templates by alias. */
  readonly templates: Readonly<Record<string, string>>;
}

/** An issuing template; lists of regular expressions. What is absent allows everything. */
export interface Template {
  readonly name: string;
  readonly commonName?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly organization?: readonly string[];
  readonly organizationalUnit?: readonly string[];
  readonly locality?: readonly string[];
  readonly state?: readonly string[];
  readonly country?: readonly string[];
  readonly keyTypes?: readonly {
    readonly keyType: string;
    readonly keyLengths?: readonly number[];
    readonly keyCurves?: readonly string[];
  }[];
  /** @default true */
  readonly csrUploadAllowed?: boolean;
  /** Whether a request may ask for less than `validityDays`. @default false */
  readonly validityAllowed?: boolean;
  /** Days. @default 365 */
  readonly validityDays?: number;
}

const DEFAULT_TEMPLATE = '9dad0e20-0000-4000-8000-000000000002';

export const DEFAULTS = {
  apiKeys: ['csrlab-api-key'] as readonly string[],
  applications: { csrlab: { templates: { Default: DEFAULT_TEMPLATE } } } as Readonly<Record<string, Application>>,
  templates: { [DEFAULT_TEMPLATE]: { name: 'Default' } } as Readonly<Record<string, Template>>,
};
