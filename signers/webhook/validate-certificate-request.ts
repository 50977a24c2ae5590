import type { CryptoPort } from '../../base/env/crypto';
import { goJson } from '../../base/go';
import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { PkiError, templateFromRequest } from '../../pki';
import { fromBase64 } from '../engine/secret-data';
import { read } from './fields';
import { validateIssuerRef } from './issuer-ref';

// More of a request helps nobody.
const SHOWN = 97;

/** Admission of a new CertificateRequest: its issuer, and whether its request can be signed as asked. */
export function validateCertificateRequest(request: JsonObject, crypto: CryptoPort): FieldError[] {
  const spec = read.object(request, 'spec') ?? {};
  return [...validateIssuerRef(read.object(spec, 'issuerRef') ?? {}), ...validateRequest(spec, crypto)];
}

/** Of an existing one only status and metadata may change. */
export function validateCertificateRequestUpdate(request: JsonObject, old: JsonObject): FieldError[] {
  if (goJson(request.spec ?? {}) === goJson(old.spec ?? {})) return [];
  return [FieldErrors.forbidden('spec', 'cannot change spec after creation')];
}

function validateRequest(spec: JsonObject, crypto: CryptoPort): FieldError[] {
  const encoded = read.text(spec, 'request');
  if (encoded === '') return [FieldErrors.required('spec.request', 'must be specified')];
  const pem = fromBase64(encoded);
  const isCa = spec.isCA === true;
  const usages = read.texts(spec, 'usages');
  try {
    templateFromRequest(
      { pem, usages: isCa && usages.length > 0 ? [...usages, 'cert sign'] : usages, isCa, now: 0n, duration: 0n },
      crypto,
    );
    return [];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const text = new TextDecoder().decode(pem);
    return [FieldErrors.invalid('spec.request', text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text, error.message)];
  }
}
