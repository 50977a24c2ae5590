import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { read, requireTexts } from './fields';

const ONE_OF = 'please supply one of: tpp, cloud, ngts';

export function validateVenafi(venafi: JsonObject, path: string): FieldError[] {
  const [tpp, cloud, ngts] = ['tpp', 'cloud', 'ngts'].map((name) => read.object(venafi, name));
  const configured = [tpp, cloud, ngts].filter((config) => config !== undefined).length;
  return [
    ...requireTexts(venafi, path, ['zone']),
    ...(tpp ? validateTpp(tpp, `${path}.tpp`) : []),
    ...(ngts ? validateNgts(ngts, `${path}.ngts`) : []),
    ...(configured === 0 ? [FieldErrors.required(path, ONE_OF)] : []),
    ...(configured > 1 ? [FieldErrors.forbidden(path, ONE_OF)] : []),
  ];
}

function validateTpp(tpp: JsonObject, path: string): FieldError[] {
  const both = read.text(tpp, 'caBundle') !== '' && read.object(tpp, 'caBundleSecretRef') !== undefined;
  return [
    ...requireTexts(tpp, path, ['url']),
    ...(both ? [FieldErrors.forbidden(path, 'may not specify more than one of caBundle/caBundleSecretRef as TPP CA Bundle')] : []),
  ];
}

function validateNgts(ngts: JsonObject, path: string): FieldError[] {
  return [
    ...requireTexts(ngts, path, ['tsgID']),
    ...requireTexts(read.object(ngts, 'credentialsRef') ?? {}, `${path}.credentialsRef`, ['name']),
  ];
}
