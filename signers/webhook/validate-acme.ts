import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { bundleProblem } from './ca-bundle';
import { read, requireSecretKey } from './fields';
import { validateSolver } from './validate-solver';

const EXCLUSIVE = 'caBundle and skipTLSVerify are mutually exclusive and cannot both be set';

export function validateAcme(acme: JsonObject, path: string): FieldError[] {
  const binding = read.object(acme, 'externalAccountBinding');
  return [
    ...validateTls(acme, path),
    ...required(
      read.text(read.object(acme, 'privateKeySecretRef'), 'name'),
      `${path}.privateKeySecretRef.name`,
      'private key secret name is a required field',
    ),
    ...required(read.text(acme, 'server'), `${path}.server`, 'acme server URL is a required field'),
    ...(binding ? validateBinding(binding, `${path}.externalAccountBinding`) : []),
    ...read.objects(acme, 'solvers').flatMap((solver, i) => validateSolver(solver, `${path}.solvers[${i}]`)),
  ];
}

export function acmeWarnings(acme: JsonObject): string[] {
  if (read.text(read.object(acme, 'externalAccountBinding'), 'keyAlgorithm') === '') return [];
  return ["ACME issuer spec field 'externalAccount.keyAlgorithm' is deprecated. The value of this field will be ignored."];
}

function validateTls(acme: JsonObject, path: string): FieldError[] {
  const bundle = read.text(acme, 'caBundle');
  if (bundle === '') return [];
  const problem = bundleProblem(bundle);
  return [
    ...(acme.skipTLSVerify === true
      ? [FieldErrors.invalid(`${path}.caBundle`, '', EXCLUSIVE), FieldErrors.invalid(`${path}.skipTLSVerify`, true, EXCLUSIVE)]
      : []),
    ...(problem === undefined ? [] : [FieldErrors.invalid(`${path}.caBundle`, '', problem)]),
  ];
}

function validateBinding(binding: JsonObject, path: string): FieldError[] {
  return [
    ...required(read.text(binding, 'keyID'), `${path}.keyID`, 'the keyID field is required when using externalAccountBinding'),
    ...requireSecretKey(read.object(binding, 'keySecretRef'), `${path}.keySecretRef`),
  ];
}

function required(value: string, path: string, detail: string): FieldError[] {
  return value === '' ? [FieldErrors.required(path, detail)] : [];
}
