import { formatDuration, parseDuration, Second } from '../../base/go';
import { isIpAddress } from '../../base/go/address';
import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { readUsages } from '../../pki/usage/usages';
import { read } from './fields';
import { validateIssuerRef } from './issuer-ref';
import { subdomainProblems } from './subdomain';

const LONGEST_COMMON_NAME = 64;
const HOUR = 3600n * Second;
const DEFAULT_DURATION = 90n * 24n * HOUR;
const LEAST_RENEW_BEFORE = 300n * Second;
const NAMES = ['dnsNames', 'uris', 'emailAddresses', 'ipAddresses', 'otherNames'];

const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  RSA: ['SHA256WithRSA', 'SHA384WithRSA', 'SHA512WithRSA'],
  ECDSA: ['ECDSAWithSHA256', 'ECDSAWithSHA384', 'ECDSAWithSHA512'],
  Ed25519: ['PureEd25519'],
};

/** Admission of a Certificate: what is wrong with its names, key, duration, usages and references. */
export function validateCertificate(certificate: JsonObject): FieldError[] {
  const spec = read.object(certificate, 'spec') ?? {};
  return [
    ...validateSecretName(read.text(spec, 'secretName')),
    ...validateIssuerRef(read.object(spec, 'issuerRef') ?? {}),
    ...validateNames(spec),
    ...validatePrivateKey(read.object(spec, 'privateKey') ?? {}),
    ...validateSignatureAlgorithm(spec),
    ...validateDuration(read.text(spec, 'duration'), read.text(spec, 'renewBefore')),
    ...read
      .texts(spec, 'usages')
      .flatMap((usage, i) => (isUsage(usage) ? [] : [FieldErrors.invalid(`spec.usages[${i}]`, usage, 'unknown keyusage')])),
    ...validateHistory(spec.revisionHistoryLimit),
  ];
}

function validateSecretName(name: string): FieldError[] {
  if (name === '') return [FieldErrors.required('spec.secretName', 'must be specified')];
  return subdomainProblems(name).map((problem) => FieldErrors.invalid('spec.secretName', name, problem));
}

function validateNames(spec: JsonObject): FieldError[] {
  const commonName = read.text(spec, 'commonName');
  const literal = read.text(spec, 'literalSubject');
  const named = commonName !== '' || literal !== '' || NAMES.some((name) => Array.isArray(spec[name]) && spec[name].length > 0);
  const nothing =
    'at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailSANs, ipAddresses, otherNames, or uriSANs must be set';
  return [
    ...(named ? [] : [FieldErrors.invalid('spec', '', nothing)]),
    ...(new TextEncoder().encode(commonName).length > LONGEST_COMMON_NAME
      ? [FieldErrors.tooLong('spec.commonName', LONGEST_COMMON_NAME)]
      : []),
    ...read
      .texts(spec, 'ipAddresses')
      .flatMap((ip, i) => (isIpAddress(ip) ? [] : [FieldErrors.invalid(`spec.ipAddresses[${i}]`, ip, 'invalid IP address')])),
  ];
}

function validatePrivateKey(key: JsonObject): FieldError[] {
  const algorithm = read.text(key, 'algorithm');
  const size = typeof key.size === 'number' ? key.size : 0;
  if ((algorithm === '' || algorithm === 'RSA') && size > 0 && (size < 2048 || size > 8192)) {
    return [FieldErrors.invalid('spec.privateKey.size', size, 'must be between 2048 and 8192 for rsa keyAlgorithm')];
  }
  if (algorithm === 'ECDSA' && size > 0 && ![256, 384, 521].includes(size)) {
    return [FieldErrors.notSupported('spec.privateKey.size', size, ['256', '384', '521'])];
  }
  if (algorithm === '' || Object.hasOwn(ALGORITHMS, algorithm)) return [];
  return [FieldErrors.invalid('spec.privateKey.algorithm', algorithm, 'must be either empty or one of rsa, ecdsa or ed25519')];
}

function validateSignatureAlgorithm(spec: JsonObject): FieldError[] {
  const asked = read.text(spec, 'signatureAlgorithm');
  const given = read.text(read.object(spec, 'privateKey'), 'algorithm');
  const algorithm = given === '' ? 'RSA' : given;
  const allowed = ALGORITHMS[algorithm];
  if (asked === '' || allowed === undefined || allowed.includes(asked)) return [];
  const detail = `for key algorithm ${algorithm} the allowed signature algorithms are [${allowed.join(' ')}]`;
  return [FieldErrors.invalid('spec.signatureAlgorithm', asked, detail)];
}

function validateDuration(durationText: string, renewText: string): FieldError[] {
  if (durationText === '' && renewText === '') return [];
  const duration = durationText === '' ? DEFAULT_DURATION : parseDuration(durationText);
  const least = FieldErrors.invalid('spec.duration', duration, `certificate duration must be greater than ${formatDuration(HOUR)}`);
  return [...(duration < HOUR ? [least] : []), ...(renewText === '' ? [] : validateRenewal(parseDuration(renewText), duration))];
}

function validateRenewal(renewBefore: bigint, duration: bigint): FieldError[] {
  const invalid = (detail: string): FieldError => FieldErrors.invalid('spec.renewBefore', renewBefore, detail);
  const [before, whole] = [formatDuration(renewBefore), formatDuration(duration)];
  return [
    ...(renewBefore < LEAST_RENEW_BEFORE
      ? [invalid(`certificate renewBefore must be greater than ${formatDuration(LEAST_RENEW_BEFORE)}`)]
      : []),
    ...(renewBefore >= duration ? [invalid(`certificate duration ${whole} must be greater than renewBefore ${before}`)] : []),
  ];
}

function validateHistory(limit: unknown): FieldError[] {
  if (typeof limit !== 'number' || limit >= 1) return [];
  return [FieldErrors.invalid('spec.revisionHistoryLimit', limit, 'must not be less than 1')];
}

function isUsage(usage: string): boolean {
  return readUsages([usage]).unknown.length === 0;
}
