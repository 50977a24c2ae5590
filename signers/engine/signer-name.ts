/** What `spec.signerName` says; the words come from its host (`issuers.cert-manager.io`) and its path (`namespace.name`). */
export interface SignerName {
  readonly type: string;
  readonly group: string;
  /** Empty for a cluster issuer, and for `issuers` whose path has one piece. */
  readonly namespace: string;
  readonly name: string;
}

export type IssuerKind = 'Issuer' | 'ClusterIssuer';

export interface IssuerRef {
  readonly kind: IssuerKind;
  readonly namespace: string;
  readonly name: string;
}

export const CERT_MANAGER_GROUP = 'cert-manager.io';

/** Undefined when the text does not have the form of a cert-manager signer name; the group is not checked here. */
export function parseSignerName(text: string): SignerName | undefined {
  const [host, path, ...more] = text.split('/');
  if (host === undefined || path === undefined || more.length > 0) return undefined;
  const dot = host.indexOf('.');
  if (dot < 0) return undefined;
  const [first = '', ...rest] = path.split('.');
  if (first === '') return undefined;
  const of = { type: host.slice(0, dot), group: host.slice(dot + 1) };
  if (rest.length === 0) return { ...of, namespace: '', name: first };
  return of.type === 'clusterissuers' ? { ...of, namespace: '', name: path } : { ...of, namespace: first, name: rest.join('.') };
}

/** Plurals in lower case only: no singular, no short name. */
export function issuerKind(type: string): IssuerKind | undefined {
  if (type === 'issuers') return 'Issuer';
  return type === 'clusterissuers' ? 'ClusterIssuer' : undefined;
}

/** The issuer a request asks for, or undefined when it is nobody's here. */
export function issuerRef(signerName: string): IssuerRef | undefined {
  const signer = parseSignerName(signerName);
  if (signer?.group !== CERT_MANAGER_GROUP) return undefined;
  const kind = issuerKind(signer.type);
  return kind && { kind, namespace: signer.namespace, name: signer.name };
}

/** Key by which requests are indexed and issuers are found. */
export function issuerKey(ref: IssuerRef): string {
  return `${ref.kind}/${ref.namespace}/${ref.name}`;
}
