import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { validateAzure } from './azure-dns';
import { bundleProblem } from './ca-bundle';
import { read, requireSecretKey, requireTexts } from './fields';
import { isNameserver } from '../nameserver';

interface Dns01Provider {
  readonly name: string;
  /** Upstream forgot to refuse it as a second provider. */
  readonly besideOthers?: boolean;
  validate(config: JsonObject, path: string): FieldError[];
}

const TSIG_ALGORITHMS: readonly string[] = ['HMACMD5', 'HMACSHA1', 'HMACSHA256', 'HMACSHA512'];

const NAMESERVER_FORM =
  'nameserver must be set in the form host:port where host is an IPv4 address, an enclosed IPv6 address or a hostname and port is an optional port number.';

/** In the order in which they are looked at. */
export const DNS01_PROVIDERS: readonly Dns01Provider[] = [
  { name: 'akamai', besideOthers: true, validate: validateAkamai },
  { name: 'azureDNS', validate: validateAzure },
  { name: 'cloudDNS', validate: validateCloudDns },
  { name: 'cloudflare', validate: validateCloudflare },
  { name: 'route53', validate: validateRoute53 },
  { name: 'acmeDNS', besideOthers: true, validate: validateAcmeDns },
  { name: 'digitalocean', validate: (config, path) => requireSecretKey(read.object(config, 'tokenSecretRef'), `${path}.tokenSecretRef`) },
  { name: 'rfc2136', validate: validateRfc2136 },
  { name: 'webhook', validate: validateWebhook },
];

function validateAkamai(config: JsonObject, path: string): FieldError[] {
  const secret = (name: string): FieldError[] => requireSecretKey(read.object(config, `${name}SecretRef`), `${path}.${name}`);
  return [
    ...secret('accessToken'),
    ...secret('clientSecret'),
    ...secret('clientToken'),
    ...requireTexts(config, path, ['serviceConsumerDomain']),
  ];
}

function validateCloudDns(config: JsonObject, path: string): FieldError[] {
  return [...optionalSecretKey(config, path, 'serviceAccountSecretRef'), ...requireTexts(config, path, ['project'])];
}

function validateCloudflare(config: JsonObject, path: string): FieldError[] {
  const [key, token] = [read.object(config, 'apiKeySecretRef'), read.object(config, 'apiTokenSecretRef')];
  return [
    ...optionalSecretKey(config, path, 'apiKeySecretRef'),
    ...optionalSecretKey(config, path, 'apiTokenSecretRef'),
    ...(key && token ? [FieldErrors.forbidden(path, 'apiKeySecretRef and apiTokenSecretRef cannot both be specified')] : []),
    ...(!key && !token ? [FieldErrors.required(path, 'apiKeySecretRef or apiTokenSecretRef is required')] : []),
    ...(key ? requireTexts(config, path, ['email']) : []),
  ];
}

function validateRoute53(config: JsonObject, path: string): FieldError[] {
  const both = read.text(config, 'accessKeyID') !== '' && read.object(config, 'accessKeyIDSecretRef') !== undefined;
  return [
    ...(both ? [FieldErrors.required(path, 'accessKeyID and accessKeyIDSecretRef cannot both be specified')] : []),
    ...optionalSecretKey(config, path, 'accessKeyIDSecretRef'),
  ];
}

function validateAcmeDns(config: JsonObject, path: string): FieldError[] {
  const bundle = read.text(config, 'caBundle');
  const problem = bundle === '' ? undefined : bundleProblem(bundle);
  return [
    ...requireSecretKey(read.object(config, 'accountSecretRef'), `${path}.accountSecretRef`),
    ...requireTexts(config, path, ['host']),
    ...(problem === undefined ? [] : [FieldErrors.invalid(`${path}.caBundle`, '', problem)]),
  ];
}

function validateRfc2136(config: JsonObject, path: string): FieldError[] {
  const nameserver = read.text(config, 'nameserver');
  const algorithm = read.text(config, 'tsigAlgorithm');
  const secret = requireSecretKey(read.object(config, 'tsigSecretSecretRef'), `${path}.tsigSecretSecretRef`);
  const misnamed = nameserver !== '' && !isNameserver(nameserver);
  // The unsupported value is printed empty.
  const unknown = algorithm !== '' && !TSIG_ALGORITHMS.includes(algorithm.toUpperCase());
  return [
    ...requireTexts(config, path, ['nameserver']),
    ...(misnamed ? [FieldErrors.invalid(`${path}.nameserver`, nameserver, NAMESERVER_FORM)] : []),
    ...(unknown ? [FieldErrors.notSupported(`${path}.tsigAlgorithm`, '', TSIG_ALGORITHMS)] : []),
    ...(read.text(config, 'tsigKeyName') === '' ? [] : secret),
    ...(secret.length === 0 ? requireTexts(config, path, ['tsigKeyName']) : []),
  ];
}

function validateWebhook(config: JsonObject, path: string): FieldError[] {
  return read.text(config, 'solverName') === '' ? [FieldErrors.required(`${path}.solverName`, 'solver name must be specified')] : [];
}

function optionalSecretKey(config: JsonObject, path: string, name: string): FieldError[] {
  const selector = read.object(config, name);
  return selector ? requireSecretKey(selector, `${path}.${name}`) : [];
}
