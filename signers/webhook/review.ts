import type { CryptoPort } from '../../base/env/crypto';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';
import { identityPatch } from './mutate';
import { validateCertificate } from './validate-certificate';
import { validateCertificateRequest, validateCertificateRequestUpdate } from './validate-certificate-request';
import { validateIssuer } from './validate-issuer';
import type { Verdict } from './validate-issuer';

export interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status: { readonly metadata: object; readonly message?: string; readonly reason?: string; readonly code: number };
  readonly warnings?: readonly string[];
  readonly patchType?: 'JSONPatch';
  /** Base64. */
  readonly patch?: string;
}

const ALLOWED = { allowed: true, status: { metadata: {}, code: 200 } };
const WRITES: readonly string[] = ['CREATE', 'UPDATE'];

/** Answers an admission request of the validating webhook: creates and updates of cert-manager's kinds can be denied. */
export function validate(request: JsonObject, crypto: CryptoPort): ReviewResponse {
  const uid = read.text(request, 'uid');
  const object = read.object(request, 'object');
  if (object === undefined || !WRITES.includes(read.text(request, 'operation'))) return { uid, ...ALLOWED };
  try {
    return { uid, ...responseOf(verdictOn(object, request, crypto)) };
  } catch (error) {
    // A value that does not decode is the only thing that throws.
    const message = error instanceof Error ? error.message : String(error);
    return { uid, allowed: false, status: { metadata: {}, message, code: 400 } };
  }
}

/** Answers an admission request of the mutating webhook. */
export function mutate(request: JsonObject): ReviewResponse {
  const uid = read.text(request, 'uid');
  const patch = identityPatch(request);
  if (patch.length === 0) return { uid, ...ALLOWED };
  return { uid, ...ALLOWED, patchType: 'JSONPatch', patch: btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(patch)))) };
}

function verdictOn(object: JsonObject, request: JsonObject, crypto: CryptoPort): Verdict {
  const old = read.object(request, 'oldObject');
  switch (read.text(read.object(request, 'kind'), 'kind')) {
    case 'Issuer':
    case 'ClusterIssuer':
      return validateIssuer(object);
    case 'Certificate':
      return only(validateCertificate(object));
    case 'CertificateRequest':
      return only(old === undefined ? validateCertificateRequest(object, crypto) : validateCertificateRequestUpdate(object, old));
    default:
      return only([]);
  }
}

function only(errors: readonly FieldError[]): Verdict {
  return { errors, warnings: [] };
}

function responseOf({ errors, warnings }: Verdict): Omit<ReviewResponse, 'uid'> {
  const told = warnings.length === 0 ? {} : { warnings };
  if (errors.length === 0) return { ...ALLOWED, ...told };
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const message = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return { allowed: false, status: { metadata: {}, message, reason: 'Forbidden', code: 403 }, ...told };
}
