import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { read, requireSecretKey, requireTexts } from './fields';

const ENVIRONMENTS: readonly string[] = ['', 'AzurePublicCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureUSGovernmentCloud'];

/** Either a service principal, all of it, or a managed identity, or ambient credentials. */
export function validateAzure(config: JsonObject, path: string): FieldError[] {
  const environment = read.text(config, 'environment');
  const detail = 'must be either empty or one of AzurePublicCloud, AzureChinaCloud, AzureGermanCloud, or AzureUSGovernmentCloud';
  return [
    ...validateCredentials(config, path),
    ...requireTexts(config, path, ['subscriptionID', 'resourceGroupName']),
    ...(ENVIRONMENTS.includes(environment) ? [] : [FieldErrors.invalid(`${path}.environment`, environment, detail)]),
  ];
}

function validateCredentials(config: JsonObject, path: string): FieldError[] {
  const identity = read.object(config, 'managedIdentity');
  const secret = read.object(config, 'clientSecretSecretRef');
  const principal = read.text(config, 'clientID') !== '' || read.text(config, 'tenantID') !== '' || secret !== undefined;
  if (!principal) return identity ? validateIdentity(identity, `${path}.managedIdentity`) : [];
  const why = 'managed identity cannot be used at the same time as clientID, clientSecretSecretRef or tenantID';
  return [
    ...requireTexts(config, path, ['clientID']),
    ...(secret ? requireSecretKey(secret, `${path}.clientSecretSecretRef`) : [FieldErrors.required(`${path}.clientSecretSecretRef`)]),
    ...requireTexts(config, path, ['tenantID']),
    ...(identity ? [FieldErrors.forbidden(`${path}.managedIdentity`, why)] : []),
  ];
}

function validateIdentity(identity: JsonObject, path: string): FieldError[] {
  const [client, resource, tenant] = ['clientID', 'resourceID', 'tenantID'].map((name) => read.text(identity, name) !== '');
  return [
    ...(client && resource
      ? [FieldErrors.forbidden(path, 'managedIdentityClientID and managedIdentityResourceID cannot both be specified')]
      : []),
    ...(tenant && resource
      ? [FieldErrors.forbidden(path, 'managedIdentityTenantID and managedIdentityResourceID cannot both be specified')]
      : []),
    ...(tenant && !client ? [FieldErrors.required(path, 'managedIdentityClientID is required when using managedIdentityTenantID')] : []),
  ];
}
