import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { bundleProblem } from './ca-bundle';
import { read, requireTexts } from './fields';

const ONE_OF = 'please supply one of: secretRef, serviceAccountRef';

export function validateVault(vault: JsonObject, path: string): FieldError[] {
  return [
    ...requireTexts(vault, path, ['server', 'path']),
    ...noDots(read.text(vault, 'path'), `${path}.path`),
    ...validateBundle(vault, path),
    ...validateClientCertificate(vault, path),
    ...validateAuth(read.object(vault, 'auth') ?? {}, `${path}.auth`),
  ];
}

function validateBundle(vault: JsonObject, path: string): FieldError[] {
  const bundle = read.text(vault, 'caBundle');
  if (bundle === '') return [];
  const problem = bundleProblem(bundle);
  const reference = read.object(vault, 'caBundleSecretRef');
  const invalid = (name: string, value: string, detail: string): FieldError => FieldErrors.invalid(`${path}.${name}`, value, detail);
  return [
    ...(problem === undefined ? [] : [invalid('caBundle', '<snip>', problem)]),
    ...(reference
      ? [
          invalid('caBundle', '<snip>', 'specified caBundle and caBundleSecretRef cannot be used together'),
          invalid('caBundleSecretRef', read.text(reference, 'name'), 'specified caBundleSecretRef and caBundle cannot be used together'),
        ]
      : []),
  ];
}

function validateClientCertificate(vault: JsonObject, path: string): FieldError[] {
  const names = ['clientCertSecretRef', 'clientKeySecretRef'];
  const missing = names.filter((name) => read.object(vault, name) === undefined);
  return missing.length !== 1
    ? []
    : missing.map((name) => {
        const other = names.find((candidate) => candidate !== name) ?? '';
        return FieldErrors.invalid(`${path}.${name}`, '<snip>', `${name} must be provided when defining the ${other}`);
      });
}

function validateAuth(auth: JsonObject, path: string): FieldError[] {
  const [token, appRole, certificate, kubernetes, aws] = ['tokenSecretRef', 'appRole', 'clientCertificate', 'kubernetes', 'aws'].map(
    (name) => read.object(auth, name),
  );
  if (!token && !appRole && !certificate && !kubernetes && !aws) {
    return [FieldErrors.required(path, 'please supply one of: appRole, kubernetes, tokenSecretRef, clientCertificate, aws')];
  }
  return [
    ...(appRole ? validateAppRole(appRole, `${path}.appRole`) : []),
    // Upstream's Go fields are called Path, and so are the paths it prints.
    ...(certificate ? noDots(read.text(certificate, 'mountPath'), `${path}.clientCertificate.path`) : []),
    ...(kubernetes ? validateKubernetes(kubernetes, `${path}.kubernetes`) : []),
    ...(aws ? validateAws(aws, `${path}.aws`) : []),
  ];
}

function validateAppRole(appRole: JsonObject, path: string): FieldError[] {
  return [
    ...requireTexts(appRole, path, ['roleId']),
    ...requireTexts(read.object(appRole, 'secretRef') ?? {}, `${path}.secretRef`, ['name']),
    ...noDots(read.text(appRole, 'path'), `${path}.path`),
  ];
}

function validateKubernetes(kubernetes: JsonObject, path: string): FieldError[] {
  const secret = read.text(read.object(kubernetes, 'secretRef'), 'name') !== '';
  const account = read.object(kubernetes, 'serviceAccountRef');
  return [
    ...requireTexts(kubernetes, path, ['role']),
    ...noDots(read.text(kubernetes, 'mountPath'), `${path}.path`),
    ...(account ? requireTexts(account, `${path}.serviceAccountRef`, ['name']) : []),
    ...(!secret && !account ? [FieldErrors.required(path, ONE_OF)] : []),
    ...(secret && account ? [FieldErrors.forbidden(path, ONE_OF)] : []),
  ];
}

function validateAws(aws: JsonObject, path: string): FieldError[] {
  const account = read.object(aws, 'serviceAccountRef');
  const noArn = account !== undefined && read.text(aws, 'iamRoleArn') === '';
  return [
    ...requireTexts(aws, path, ['role']),
    ...noDots(read.text(aws, 'mountPath'), `${path}.mountPath`),
    ...(account ? requireTexts(account, `${path}.serviceAccountRef`, ['name']) : []),
    ...(noArn ? [FieldErrors.required(`${path}.iamRoleArn`, 'iamRoleArn is required when using serviceAccountRef for IRSA')] : []),
  ];
}

function noDots(value: string, path: string): FieldError[] {
  if (!value.split('/').includes('..')) return [];
  return [FieldErrors.invalid(path, value, "must not contain '..' path segments")];
}
