import { ISSUER_TYPES } from './issuer';
import type { IssuerType } from './issuer';

/** The gate that adds the five request controllers. */
export const REQUEST_CONTROLLERS_GATE = 'ExperimentalCertificateSigningRequestControllers';

/** cert-manager's default set; those that this engine does not have are accepted and run nothing. */
export const DEFAULT_CONTROLLERS: readonly string[] = [
  'issuers',
  'clusterissuers',
  'certificates-metrics',
  'ingress-shim',
  'orders',
  'challenges',
  'certificaterequests-issuer-acme',
  'certificaterequests-approver',
  'certificaterequests-issuer-ca',
  'certificaterequests-issuer-selfsigned',
  'certificaterequests-issuer-vault',
  'certificaterequests-issuer-venafi',
  'certificates-trigger',
  'certificates-issuing',
  'certificates-key-manager',
  'certificates-request-manager',
  'certificates-readiness',
  'certificates-revision-manager',
];

export function requestControllerName(type: IssuerType): string {
  return `certificatesigningrequests-issuer-${type}`;
}

export const REQUEST_CONTROLLERS: readonly string[] = ISSUER_TYPES.map(requestControllerName);

// Known by name, in no default set.
const OTHERS: readonly string[] = ['gateway-shim'];

export interface ControllerChoice {
  /** Names, `*` for the default set, and `-name` to take one out, which always wins. @default ['*'] */
  readonly controllers?: readonly string[];
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Confines the engine to one namespace, which leaves no cluster-scoped controller. @default '' */
  readonly namespace?: string;
}

/** The controllers that are to run, sorted. Throws an Error that names what is not known. */
export function enabledControllers({ controllers = ['*'], featureGates = {}, namespace = '' }: ControllerChoice): string[] {
  const known = new Set([...DEFAULT_CONTROLLERS, ...REQUEST_CONTROLLERS, ...OTHERS]);
  const asked = controllers.filter((name) => !name.startsWith('-'));
  const removed = controllers.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const unknown = [...asked, ...removed].find((name) => name !== '*' && !known.has(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is not in the list of known controllers: ${[...known].sort().join(', ')}`);
  const enabled = new Set(asked.flatMap((name) => (name === '*' ? DEFAULT_CONTROLLERS : [name])));
  if (featureGates[REQUEST_CONTROLLERS_GATE] === true) for (const name of REQUEST_CONTROLLERS) enabled.add(name);
  for (const name of [...removed, ...(namespace === '' ? [] : ['clusterissuers', ...REQUEST_CONTROLLERS])]) enabled.delete(name);
  return [...enabled].sort();
}

/** User agent up to its first slash, hence field manager, and source of events. */
export function componentName(controller: string): string {
  return `cert-manager-${controller}`;
}
