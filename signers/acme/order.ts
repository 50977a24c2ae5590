import { formatIp } from '../../base/go/address';
import { formatDuration } from '../../base/go';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { ObjectMeta } from '../../kube/meta';
import type { CertificateRequest } from '../../pki';
import { requestedDuration } from '../engine/duration';
import { issuerKind, parseSignerName } from '../engine/signer-name';
import { computeName, isCut } from './compute-name';
import { hashedJson } from './hashed-json';

/** acme.cert-manager.io/v1 Order, as far as it is set here. */
export interface Order {
  readonly metadata: ObjectMeta;
  readonly spec: OrderSpec;
}

export interface OrderSpec {
  readonly request?: string;
  readonly issuerRef: { readonly name: string; readonly kind: string; readonly group: string };
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Go duration. */
  readonly duration?: string;
  readonly profile?: string;
}

/** What an Order depends on beside the request. */
export interface OrderSettings {
  readonly namespace: string;
  /** The issuer's `enableDurationFeature`. */
  readonly enableDuration: boolean;
  /** `--copied-annotation-prefixes`. */
  readonly copiedAnnotations: readonly string[];
}

/** The Order a request needs. Throws an Error with cert-manager's text when it cannot be built. */
export function buildOrder(csr: CertificateSigningRequest, request: CertificateRequest, settings: OrderSettings): Order {
  const ipAddresses = request.ipAddresses.map(formatIp);
  const names = { commonName: request.subject.commonName, dnsNames: request.dnsNames, ipAddresses };
  const spec = specOf(csr, names, settings.enableDuration);
  const annotations = copiedAnnotations(csr.metadata?.annotations ?? {}, settings.copiedAnnotations);
  const labels = csr.metadata?.labels;
  return {
    metadata: {
      name: orderName(csr.metadata?.name ?? '', spec),
      namespace: settings.namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [ownerReference(csr)],
    },
    spec: { request: csr.spec?.request ?? '', ...spec },
  };
}

/** The names of a request. */
export interface OrderedNames {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** What the Order asks for, but for the request itself. */
export function specOf(csr: CertificateSigningRequest, names: OrderedNames, enableDuration: boolean): OrderSpec {
  const { commonName, dnsNames, ipAddresses } = names;
  return {
    issuerRef: issuerReference(csr.spec?.signerName ?? ''),
    ...(commonName === '' ? {} : { commonName }),
    ...(dnsNames.length === 0 ? {} : { dnsNames }),
    ...(ipAddresses.length === 0 ? {} : { ipAddresses }),
    ...(enableDuration ? { duration: formatDuration(requestedDuration(csr)) } : {}),
  };
}

/** The text whose hash is in the Order's name: the spec without the request, so that it stays the same when only the request changes. */
export function hashedOrder(csrName: string, spec: OrderSpec): string {
  const unsigned = { ...spec, request: undefined };
  return isCut(csrName)
    ? hashedJson('NamedOrderSpec', { certificateSigningRequestName: csrName, spec: unsigned })
    : hashedJson('OrderSpec', unsigned);
}

export function orderName(csrName: string, spec: OrderSpec): string {
  return computeName(csrName, hashedOrder(csrName, spec));
}

/** In the order of the list: a prefix copies what begins with it (or everything, where `*` is anywhere in the list), `-prefix` takes away. */
export function copiedAnnotations(annotations: Readonly<Record<string, string>>, prefixes: readonly string[]): Record<string, string> {
  const everything = prefixes.includes('*');
  const copied = new Map<string, string>();
  for (const prefix of prefixes) {
    const removes = prefix.startsWith('-');
    const matched = Object.entries(annotations).filter(([name]) =>
      removes ? name.startsWith(prefix.slice(1)) : everything || name.startsWith(prefix),
    );
    for (const [name, value] of matched) {
      if (removes) copied.delete(name);
      else copied.set(name, value);
    }
  }
  return Object.fromEntries(copied);
}

function issuerReference(signerName: string): OrderSpec['issuerRef'] {
  const signer = parseSignerName(signerName);
  if (signer === undefined) throw new Error('failed to construct issuer reference from signer name');
  const kind = issuerKind(signer.type);
  if (kind === undefined) throw new Error('failed to construct issuer kind from signer name');
  return { name: signer.name, kind, group: signer.group };
}

function ownerReference({ metadata }: CertificateSigningRequest): NonNullable<ObjectMeta['ownerReferences']>[number] {
  return {
    ...{ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' },
    ...{ name: metadata?.name ?? '', uid: metadata?.uid ?? '', controller: true, blockOwnerDeletion: true },
  };
}
