import type { Webhook, WebhookClientConfig, WebhookConfiguration } from '../../kube/types/admission';
import { MUTATE_PATH, VALIDATE_PATH, WEBHOOK_NAME } from './handler';

/** Where the API server finds the webhook. */
export type WebhookPlace =
  | { readonly service: { readonly name: string; readonly namespace: string }; readonly caBundle?: string }
  /** `https://host:port`, without a path. */
  | { readonly url: string; readonly caBundle?: string };

export interface WebhookConfigurations {
  readonly mutating: WebhookConfiguration;
  readonly validating: WebhookConfiguration;
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** The two objects that make an API server ask the webhook, with cert-manager's names, rules and policies. */
export function webhookConfigurations(name: string, place: WebhookPlace): WebhookConfigurations {
  const common = {
    name: WEBHOOK_NAME,
    admissionReviewVersions: ['v1'],
    matchPolicy: 'Equivalent',
    timeoutSeconds: 30,
    failurePolicy: 'Fail',
    sideEffects: 'None',
  };
  const mutating: Webhook = {
    ...common,
    rules: [{ apiGroups: ['cert-manager.io'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['certificaterequests'] }],
    clientConfig: clientConfig(place, MUTATE_PATH),
  };
  const validating: Webhook = {
    ...common,
    namespaceSelector: { matchExpressions: [{ key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] }] },
    rules: [
      {
        apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
        apiVersions: ['v1'],
        operations: ['CREATE', 'UPDATE'],
        resources: ['*/*'],
      },
    ],
    clientConfig: clientConfig(place, VALIDATE_PATH),
  };
  const metadata = { name };
  return {
    mutating: { apiVersion: API_VERSION, kind: 'MutatingWebhookConfiguration', metadata, webhooks: [mutating] },
    validating: { apiVersion: API_VERSION, kind: 'ValidatingWebhookConfiguration', metadata, webhooks: [validating] },
  };
}

function clientConfig(place: WebhookPlace, path: string): WebhookClientConfig {
  const bundle = place.caBundle === undefined ? {} : { caBundle: place.caBundle };
  return 'url' in place ? { url: `${place.url}${path}`, ...bundle } : { service: { ...place.service, path }, ...bundle };
}
