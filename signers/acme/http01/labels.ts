import type { JsonObject } from '../../../kube/json';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { CHALLENGE_KIND, type ChallengeObject } from '../objects';

/** What a solver says of the objects that present its challenge. */
export interface SolverParts {
  /** The Ingress or the route part of the solver. */
  readonly settings: JsonObject;
  /** Through a Gateway instead of an Ingress. */
  readonly route: boolean;
  /** An Ingress that is there already; empty for one of its own. */
  readonly ingressName: string;
}

const PREFIX = 'acme.cert-manager.io/';
const DOMAIN = `${PREFIX}http-domain`;
const TOKEN = `${PREFIX}http-token`;
const SOLVER = `${PREFIX}http01-solver`;
const ADLER_MODULUS = 65521;

/** What Pod, Service and Ingress of a Challenge have in common: owner, generated name and the labels they are found by. */
export function objectMeta(challenge: ChallengeObject, more: Pick<ObjectMeta, 'labels' | 'annotations'> = {}): ObjectMeta {
  const { metadata = {} } = challenge;
  const owner = { ...CHALLENGE_KIND, name: metadata.name ?? '', uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true };
  return {
    generateName: 'cm-acme-http-solver-',
    namespace: metadata.namespace ?? '',
    labels: { ...solverLabels(challenge), ...more.labels },
    ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
    ownerReferences: [owner],
  };
}

/** Checksums, since neither a name nor a token need be a label value. */
export function solverLabels({ spec }: ChallengeObject): Record<string, string> {
  return { [DOMAIN]: adler32(spec?.dnsName ?? ''), [TOKEN]: adler32(spec?.token ?? ''), [SOLVER]: 'true' };
}

export function selectorOf({ metadata }: KubeObject): string {
  const labels = metadata?.labels ?? {};
  return [DOMAIN, TOKEN, SOLVER].map((name) => `${name}=${labels[name] ?? ''}`).join(',');
}

/** RFC 1950 section 8, in decimal. */
function adler32(text: string): string {
  let [a, b] = [1, 0];
  for (const byte of new TextEncoder().encode(text)) {
    a = (a + byte) % ADLER_MODULUS;
    b = (b + a) % ADLER_MODULUS;
  }
  return String(b * 0x10000 + a);
}
