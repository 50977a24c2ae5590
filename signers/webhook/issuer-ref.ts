import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';

const KINDS: readonly string[] = ['', 'Issuer', 'ClusterIssuer'];

/** `spec.issuerRef` of Certificates and CertificateRequests; the kinds of other groups are their own affair. */
export function validateIssuerRef(ref: JsonObject): FieldError[] {
  const [group, kind] = [read.text(ref, 'group'), read.text(ref, 'kind')];
  const foreign = (group === '' || group === 'cert-manager.io') && !KINDS.includes(kind);
  // Whoever means another issuer's kind has most likely forgotten its group.
  const hint = group === '' ? ' (did you forget to set spec.issuerRef.kind.group?)' : '';
  return [
    ...(read.text(ref, 'name') === '' ? [FieldErrors.required('spec.issuerRef.name', 'must be specified')] : []),
    ...(foreign ? [FieldErrors.invalid('spec.issuerRef.kind', kind, `must be one of Issuer or ClusterIssuer${hint}`)] : []),
  ];
}
