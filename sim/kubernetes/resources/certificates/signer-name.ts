import { goQuote } from '../../../../base/go';
import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { byteLength, DNS_LABEL_MAX, DNS_SUBDOMAIN_MAX, dnsLabelErrors, dnsSubdomainErrors } from '../../../../kube/validation';

// A path holds a namespace (a label), a dot and a resource name (a subdomain).
const SIGNER_NAME_MAX = DNS_SUBDOMAIN_MAX + 1 + DNS_SUBDOMAIN_MAX + DNS_LABEL_MAX + 1;

/** ValidateSignerName: `domain/path`, where the path is one or more subdomains joined by dots. */
export function validateSignerName(field: string, signerName: string): FieldError[] {
  if (signerName === '') return [FieldErrors.required(field)];
  const [domain, path, ...more] = signerName.split('/');
  if (domain === undefined || path === undefined || more.length > 0) {
    return [FieldErrors.invalid(field, signerName, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  }
  const labels = domain.split('.');
  const errors: FieldError[] = [];
  if (byteLength(domain) > DNS_SUBDOMAIN_MAX) errors.push(FieldErrors.tooLong(field, DNS_SUBDOMAIN_MAX));
  errors.push(...firstBadPart(field, domain, { parts: labels, rule: dnsLabelErrors }));
  if (labels.length < 2) errors.push(FieldErrors.invalid(field, domain, 'should be a domain with at least two segments separated by dots'));
  errors.push(...firstBadPart(field, path, { parts: path.split('.'), rule: dnsSubdomainErrors }));
  if (byteLength(signerName) > SIGNER_NAME_MAX) errors.push(FieldErrors.tooLong(field, SIGNER_NAME_MAX));
  return errors;
}

interface Parts {
  readonly parts: readonly string[];
  readonly rule: (part: string) => readonly string[];
}

// Further bad parts would only repeat the same complaint about the same whole.
function firstBadPart(field: string, whole: string, { parts, rule }: Parts): FieldError[] {
  for (const part of parts) {
    const texts = rule(part);
    if (texts.length > 0) return texts.map((text) => FieldErrors.invalid(field, whole, `validating label ${goQuote(part)}: ${text}`));
  }
  return [];
}
