import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { CertificateSigningRequest } from '../../../../kube/types/certificates';
import { anyName, validateObjectMeta, validateObjectMetaUpdate, type ObjectMetaRules } from '../../../../kube/validation';
import { bytesOf } from '../../model/bytes';
import { conditionsOf, validateConditions, type ConditionRules } from './conditions';
import { certificateFault, requestFault } from './pem-content';
import { validateSignerName } from './signer-name';
import { duplicateUsageErrors, hasUnknownUsages, unknownUsageErrors } from './usages';
import type { X509Reader } from './x509-reader';

export type Csr = CertificateSigningRequest;

/** Which endpoint is written: only /approval approves, only /status issues. */
export interface UpdateRules {
  readonly mayApprove: boolean;
  readonly mayIssue: boolean;
}

const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const MIN_EXPIRATION_SECONDS = 600;
const META_RULES: ObjectMetaRules = { namespaced: false, validateName: anyName, standardFinalizers: true };

interface Rules extends ConditionRules {
  readonly allowLegacySignerName: boolean;
  readonly allowUnknownUsages: boolean;
  readonly allowDuplicateUsages: boolean;
  readonly allowArbitraryCertificate: boolean;
  /** The request is the stored one, which was checked when it was created: reading it again costs more than the rest of an update. */
  readonly requestIsStored: boolean;
}

const STRICT: Rules = {
  allowBothApprovalConditions: false,
  allowDuplicateConditionTypes: false,
  allowEmptyConditionType: false,
  allowLegacySignerName: false,
  allowUnknownUsages: false,
  allowDuplicateUsages: false,
  allowArbitraryCertificate: false,
  requestIsStored: false,
};

export function validateCsr(csr: Csr, x509: X509Reader, rules: Rules = STRICT): FieldError[] {
  const { request, usages = [], signerName = '', expirationSeconds } = csr.spec ?? {};
  const errors: FieldError[] = [];
  const fault = rules.requestIsStored ? undefined : requestFault(bytesOf(request), x509);
  if (fault !== undefined) errors.push(FieldErrors.invalid('spec.request', request ?? null, fault));
  if (usages.length === 0) errors.push(FieldErrors.required('spec.usages'));
  if (!rules.allowUnknownUsages) errors.push(...unknownUsageErrors(usages, 'spec.usages'));
  if (!rules.allowDuplicateUsages) errors.push(...duplicateUsageErrors(usages, 'spec.usages'));
  errors.push(...signerNameErrors(signerName, rules));
  if (expirationSeconds !== undefined && expirationSeconds < MIN_EXPIRATION_SECONDS) {
    const text = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.push(FieldErrors.invalid('spec.expirationSeconds', expirationSeconds, text));
  }
  errors.push(...validateConditions(conditionsOf(csr), rules));
  if (!rules.allowArbitraryCertificate) errors.push(...certificateErrors(csr, x509));
  return errors;
}

function signerNameErrors(signerName: string, rules: Rules): FieldError[] {
  if (signerName !== LEGACY_SIGNER || rules.allowLegacySignerName) return validateSignerName('spec.signerName', signerName);
  return [FieldErrors.invalid('spec.signerName', signerName, 'the legacy signerName is not allowed via this API version')];
}

function certificateErrors(csr: Csr, x509: X509Reader): FieldError[] {
  const fault = certificateFault(bytesOf(csr.status?.certificate), x509);
  return fault === undefined ? [] : [FieldErrors.invalid('status.certificate', '<certificate data>', fault)];
}

export function validateCsrUpdate(next: Csr, current: Csr, x509: X509Reader, rules: UpdateRules): FieldError[] {
  return [
    ...validateObjectMeta(next.metadata ?? {}, META_RULES),
    ...validateCsr(next, x509, ratchet(next, current, x509)),
    ...removedConditionErrors(next, current),
    ...(rules.mayApprove ? [] : approvalErrors(next, current)),
    ...issuanceErrors(next, current, rules.mayIssue),
    ...validateObjectMetaUpdate(next.metadata ?? {}, current.metadata ?? {}, META_RULES),
  ];
}

/** What the stored object already breaks, an update may go on breaking. */
function ratchet(next: Csr, current: Csr, x509: X509Reader): Rules {
  const types = conditionsOf(current).map(({ type = '' }) => type);
  const usages = current.spec?.usages ?? [];
  return {
    allowBothApprovalConditions: types.includes('Approved') && types.includes('Denied'),
    allowDuplicateConditionTypes: new Set(types).size < types.length,
    allowEmptyConditionType: types.includes(''),
    allowLegacySignerName: current.spec?.signerName === LEGACY_SIGNER,
    requestIsStored: next.spec?.request === current.spec?.request,
    allowUnknownUsages: hasUnknownUsages(usages),
    allowDuplicateUsages: new Set(usages).size < usages.length,
    allowArbitraryCertificate: next.status?.certificate === current.status?.certificate || certificateErrors(current, x509).length > 0,
  };
}

function removedConditionErrors(next: Csr, current: Csr): FieldError[] {
  return ['Approved', 'Denied', 'Failed']
    .filter((type) => conditionsOf(next, type).length < conditionsOf(current, type).length)
    .map((type) => FieldErrors.forbidden('status.conditions', `updates may not remove a condition of type "${type}"`));
}

// A changed condition never gets here: the main endpoint keeps the stored status, and /status puts the stored ones back.
function approvalErrors(next: Csr, current: Csr): FieldError[] {
  return ['Approved', 'Denied']
    .filter((type) => conditionsOf(next, type).length > conditionsOf(current, type).length)
    .map((type) => FieldErrors.forbidden('status.conditions', `updates may not add a condition of type "${type}"`));
}

function issuanceErrors(next: Csr, current: Csr, mayIssue: boolean): FieldError[] {
  const stored = current.status?.certificate ?? '';
  if ((next.status?.certificate ?? '') === stored) return [];
  if (!mayIssue) return [FieldErrors.forbidden('status.certificate', 'updates may not set certificate content')];
  return stored === '' ? [] : [FieldErrors.forbidden('status.certificate', 'updates may not modify existing certificate content')];
}
