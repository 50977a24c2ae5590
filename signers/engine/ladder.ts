import { formatDuration } from '../../base/go';
import type { GoDuration } from '../../base/go';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { conditionOf, hasCondition } from './conditions';
import { MINIMUM_DURATION, requestedDuration } from './duration';
import { fullName, isReady, issuerType, ISSUER_TYPES } from './issuer';
import type { Issuer, IssuerType } from './issuer';
import { asError, failed, LEAVE, waitFor } from './outcome';
import { mayReference } from './reference-review';
import { CERT_MANAGER_GROUP, issuerKind, parseSignerName } from './signer-name';
import type { IssuerRef, SignerName } from './signer-name';
import { askIssuer, blocked, passed, UnknownFact } from './steps';
import type { Gate, Steps } from './steps';

/** A request that has passed every gate which is not its signer's own. */
export interface Ready {
  readonly request: CertificateSigningRequest;
  readonly ref: IssuerRef;
  readonly issuer: Issuer;
  readonly type: IssuerType;
  readonly duration: GoDuration;
}

/**
 * The gates between a request and its signer, in cert-manager's order. `serves` is the issuer type of the controller that asks;
 * without it every type passes. Ends with undefined where a gate stays shut and nothing behind it can be looked at.
 */
export function* ladder(request: CertificateSigningRequest, serves?: IssuerType): Steps<Ready | undefined> {
  const signer = yield* signerName(request);
  if (signer === undefined) return undefined;
  yield* decisions(request);
  const ref = yield* issuerReference(signer);
  const issuer = ref && (yield* existing(ref));
  const type = issuer && (yield* typeOf(issuer, ref, serves));
  if (!ref || !issuer || !type) return undefined;
  if (ref.kind === 'Issuer') yield* mayReference(request, ref);
  const duration = yield* saneDuration(request);
  yield* ready(issuer, ref);
  return duration === undefined ? undefined : { request, ref, issuer, type, duration };
}

function* signerName(request: CertificateSigningRequest): Steps<SignerName | undefined> {
  const text = request.spec?.signerName ?? '';
  const signer = parseSignerName(text);
  if (signer?.group !== CERT_MANAGER_GROUP) {
    yield blocked('signer-name', `${text} is not a signer of ${CERT_MANAGER_GROUP}`, LEAVE);
    return undefined;
  }
  yield passed('signer-name', text);
  return signer;
}

function* decisions(request: CertificateSigningRequest): Steps<void> {
  yield absent(request, 'not-failed', 'Failed');
  yield absent(request, 'not-denied', 'Denied');
  const message = 'Waiting for the Approved condition before issuing';
  if (hasCondition(request, 'Approved')) yield passed('approved', told(request, 'Approved'));
  else yield blocked('approved', message, { kind: 'wait', event: { type: 'Normal', reason: 'WaitingApproval', message } });
  const certificate = request.status?.certificate ?? '';
  yield certificate === '' ? passed('not-issued', 'no certificate yet') : blocked('not-issued', 'the certificate is there', LEAVE);
}

function absent(request: CertificateSigningRequest, gate: Gate, type: 'Failed' | 'Denied'): ReturnType<typeof passed> {
  return hasCondition(request, type) ? blocked(gate, told(request, type), LEAVE) : passed(gate, `no ${type} condition`);
}

function told(request: CertificateSigningRequest, type: string): string {
  const { reason = '', message = '' } = conditionOf(request, type) ?? {};
  return [type, reason, message].filter((text) => text !== '').join(': ');
}

function* issuerReference(signer: SignerName): Steps<IssuerRef | undefined> {
  const kind = issuerKind(signer.type);
  if (kind === undefined) {
    yield blocked('issuer-kind', `${signer.type} is neither issuers nor clusterissuers`, LEAVE);
    return undefined;
  }
  const ref = { kind, namespace: signer.namespace, name: signer.name };
  yield passed('issuer-kind', `${kind} ${fullName(ref)}`);
  return ref;
}

function* existing(ref: IssuerRef): Steps<Issuer | undefined> {
  try {
    const issuer = yield* askIssuer(ref);
    const message = `Referenced ${ref.kind} ${fullName(ref)} not found`;
    yield issuer
      ? passed('issuer-exists', `${ref.kind} ${fullName(ref)}`)
      : blocked('issuer-exists', message, waitFor('IssuerNotFound', message));
    return issuer;
  } catch (error) {
    if (!(error instanceof UnknownFact)) throw error;
    yield { gate: 'issuer-exists', state: 'unknown', detail: error.message };
    return undefined;
  }
}

function* typeOf(issuer: Issuer, ref: IssuerRef, serves: IssuerType | undefined): Steps<IssuerType | undefined> {
  const type = issuerType(issuer);
  if (type === undefined) {
    const message = `Referenced ${ref.kind} ${fullName(ref)} is missing type`;
    yield blocked('issuer-type', message, waitFor('IssuerTypeMissing', message));
    return undefined;
  }
  yield passed('issuer-type', type);
  if (serves === undefined || serves === type)
    yield passed('controller', `served by the ${type} controller, one of ${ISSUER_TYPES.length}`);
  else yield blocked('controller', `${type} is served by another controller`, LEAVE);
  return type;
}

function* saneDuration(request: CertificateSigningRequest): Steps<GoDuration | undefined> {
  try {
    const duration = requestedDuration(request);
    yield passed('duration-valid', formatDuration(duration));
    yield* longEnough(duration);
    return duration;
  } catch (error) {
    const message = `Failed to parse requested duration: ${asError(error).message}`;
    yield blocked('duration-valid', message, failed('ErrorParseDuration', message));
    return undefined;
  }
}

function* longEnough(duration: GoDuration): Steps<void> {
  const [least, asked] = [formatDuration(MINIMUM_DURATION), formatDuration(duration)];
  const message = `CertificateSigningRequest minimum allowed duration is ${least}, requested ${asked}`;
  if (duration < MINIMUM_DURATION) yield blocked('duration-minimum', message, failed('InvalidDuration', message));
  else yield passed('duration-minimum', `${asked} is not below ${least}`);
}

function* ready(issuer: Issuer, ref: IssuerRef): Steps<void> {
  const message = `Referenced ${ref.kind} ${fullName(ref)} does not have a Ready status condition`;
  const condition = (issuer.status?.conditions ?? []).find(({ type }) => type === 'Ready');
  if (isReady(issuer)) yield passed('issuer-ready', condition?.reason ?? '');
  else yield blocked('issuer-ready', condition?.message ? `${message}: ${condition.message}` : message, waitFor('IssuerNotReady', message));
}
