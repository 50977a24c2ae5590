import { isObject, type JsonObject } from '../../../../kube/json';

/** Name and uid of an object that a token depends on. */
export interface ObjectRef {
  readonly name: string;
  readonly uid: string;
}

/** What a service account's token says, in seconds since 1970. */
export interface ServiceAccountClaims {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly issuedAt?: number;
  readonly notBefore?: number;
  readonly expiry?: number;
  readonly id: string;
  readonly namespace: string;
  readonly account: ObjectRef;
  readonly pod?: ObjectRef;
  readonly secret?: ObjectRef;
  readonly node?: ObjectRef;
  /** Tokens of pods: still valid after this, but old. */
  readonly warnAfter?: number;
}

/** The payload of the JWT, under the claim `kubernetes.io` what is Kubernetes' own. */
export function claimsToJson(claims: ServiceAccountClaims): object {
  const { pod, secret, node, warnAfter } = claims;
  return {
    iss: claims.issuer,
    sub: `system:serviceaccount:${claims.namespace}:${claims.account.name}`,
    aud: claims.audiences,
    ...numbers({ exp: claims.expiry, iat: claims.issuedAt, nbf: claims.notBefore }),
    jti: claims.id,
    'kubernetes.io': {
      namespace: claims.namespace,
      serviceaccount: refToJson(claims.account),
      ...(pod === undefined ? {} : { pod: refToJson(pod) }),
      ...(secret === undefined ? {} : { secret: refToJson(secret) }),
      ...(node === undefined ? {} : { node: refToJson(node) }),
      ...numbers({ warnafter: warnAfter }),
    },
  };
}

export function claimsFromJson(json: JsonObject): ServiceAccountClaims {
  const own = isObject(json['kubernetes.io']) ? json['kubernetes.io'] : {};
  const refs = { pod: ref(own.pod), secret: ref(own.secret), node: ref(own.node) };
  return {
    issuer: text(json.iss),
    audiences: typeof json.aud === 'string' ? [json.aud] : Array.isArray(json.aud) ? json.aud.map(text) : [],
    ...numbers({ issuedAt: json.iat, notBefore: json.nbf, expiry: json.exp, warnAfter: own.warnafter }),
    id: text(json.jti),
    namespace: text(own.namespace),
    account: ref(own.serviceaccount) ?? { name: '', uid: '' },
    ...Object.fromEntries(Object.entries(refs).filter(([, value]) => value !== undefined)),
  };
}

function refToJson({ name, uid }: ObjectRef): object {
  return { name, ...(uid === '' ? {} : { uid }) };
}

function ref(value: unknown): ObjectRef | undefined {
  return isObject(value) ? { name: text(value.name), uid: text(value.uid) } : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numbers(values: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])));
}
