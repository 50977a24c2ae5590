import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { dns1035LabelErrors, dnsSubdomainErrors } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { at, listAt, numberAt, textAt } from '../common/tree';
import { oneOf } from '../core/pod-validation';
import type { Stored } from '../generic-strategy';
import { validateWebhookRule } from './webhook-rules';

const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/** Both kinds of webhook configuration. */
export const webhookConfigurationMain: Strategy<Stored> = { validate: validateWebhooks, validateUpdate: validateWebhooks };

function validateWebhooks(configuration: Stored): FieldError[] {
  const webhooks = listAt(configuration, 'webhooks');
  const names = webhooks.map((webhook) => textAt(webhook, 'name'));
  return webhooks.flatMap((webhook, index) => {
    const name = names[index] ?? '';
    const repeated = names.indexOf(name) < index;
    const field = `webhooks[${index}]`;
    return [...validateWebhook(webhook, field), ...(repeated && name !== '' ? [FieldErrors.duplicate(`${field}.name`, name)] : [])];
  });
}

function validateWebhook(webhook: unknown, field: string): FieldError[] {
  const timeout = numberAt(webhook, 'timeoutSeconds');
  return [
    ...nameErrors(textAt(webhook, 'name'), `${field}.name`),
    ...listAt(webhook, 'rules').flatMap((rule, index) => validateWebhookRule(rule, `${field}.rules[${index}]`)),
    ...oneOf(textAt(webhook, 'failurePolicy'), ['Fail', 'Ignore'], `${field}.failurePolicy`),
    ...oneOf(textAt(webhook, 'matchPolicy'), ['Equivalent', 'Exact'], `${field}.matchPolicy`),
    ...sideEffectErrors(textAt(webhook, 'sideEffects'), `${field}.sideEffects`),
    ...(timeout < 1 || timeout > 30
      ? [FieldErrors.invalid(`${field}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...clientErrors(at(webhook, 'clientConfig'), `${field}.clientConfig`),
    ...reviewVersionErrors(listAt(webhook, 'admissionReviewVersions').map(String), `${field}.admissionReviewVersions`),
  ];
}

function nameErrors(name: string, field: string): FieldError[] {
  if (name === '') return [FieldErrors.required(field)];
  const texts = dnsSubdomainErrors(name);
  if (texts.length > 0) return texts.map((text) => FieldErrors.invalid(field, name, text));
  const text = 'should be a domain with at least three segments separated by dots';
  return name.split('.').length < 3 ? [FieldErrors.invalid(field, name, text)] : [];
}

function sideEffectErrors(value: string, field: string): FieldError[] {
  if (value === '') return [FieldErrors.required(field, 'must specify one of None, NoneOnDryRun')];
  return oneOf(value, ['None', 'NoneOnDryRun'], field);
}

function clientErrors(config: unknown, field: string): FieldError[] {
  const [url, service] = [at(config, 'url'), at(config, 'service')];
  if ((url === undefined) === (service === undefined)) return [FieldErrors.required(field, 'exactly one of url or service is required')];
  if (url === undefined) return serviceErrors(service, `${field}.service`);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(textAt(config, 'url'))?.[1] ?? '';
  if (scheme === 'https') return [];
  const text = "'https' is the only allowed URL scheme; desired format: https://host[/path]";
  return [FieldErrors.invalid(`${field}.url`, scheme, text)];
}

function serviceErrors(service: unknown, field: string): FieldError[] {
  const missing = ['name', 'namespace'].filter((member) => textAt(service, member) === '');
  return missing.map((member) => FieldErrors.required(`${field}.${member}`, `service ${member} is required`));
}

function reviewVersionErrors(versions: readonly string[], field: string): FieldError[] {
  if (versions.length === 0) return [FieldErrors.required(field, 'must specify one of v1, v1beta1')];
  const errors = versions.flatMap((version, index) => {
    if (versions.indexOf(version) < index) return [FieldErrors.invalid(`${field}[${index}]`, version, 'duplicate version')];
    return dns1035LabelErrors(version).map((text) => FieldErrors.invalid(`${field}[${index}]`, version, text));
  });
  if (errors.length > 0 || versions.some((version) => REVIEW_VERSIONS.includes(version))) return errors;
  return [FieldErrors.invalid(field, versions, 'must include at least one of v1, v1beta1')];
}
