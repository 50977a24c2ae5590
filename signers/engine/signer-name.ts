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
  const slash = text.indexOf('/');
  const dot = text.indexOf('.');
  if (slash < 0 || text.includes('/', slash + 1) || dot < 0 || dot > slash) return undefined;
  const [type, group, path] = [text.slice(0, dot), text.slice(dot + 1, slash), text.slice(slash + 1)];
  const end = path.indexOf('.');
  if (path === '' || end === 0) return undefined;
  if (end < 0 || type === 'clusterissuers') return { type, group, namespace: '', name: path };
  return { type, group, namespace: path.slice(0, end), name: path.slice(end + 1) };
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
