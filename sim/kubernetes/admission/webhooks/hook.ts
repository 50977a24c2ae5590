import { decodeBase64 } from '../../../../base/go';
import { labelSelectorOf, type LabelSelector } from '../../../../kube/selectors';
import type { Webhook, WebhookClientConfig, WebhookConfiguration, WebhookRule } from '../../../../kube/types/admission';

/** One webhook of a configuration, with its selectors compiled. */
export interface Hook {
  readonly configuration: string;
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  /** PEM; undefined trusts what the system trusts. */
  readonly ca: string | undefined;
  readonly rules: readonly WebhookRule[];
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  readonly matchConditions: readonly { readonly name?: string; readonly expression?: string }[];
  /** Requests for the same objects under another version or group match too. */
  readonly equivalent: boolean;
  readonly failOpen: boolean;
  readonly timeoutSeconds: number;
  /** May be asked about dry runs. */
  readonly dryRun: boolean;
  readonly reviewVersions: readonly string[];
  /** Mutating webhooks: asked again when a later plugin changed the object. */
  readonly reinvoked: boolean;
}

/** The webhooks of a configuration in their order. */
export function hooksOf(configuration: WebhookConfiguration): readonly Hook[] {
  return (configuration.webhooks ?? []).map((webhook) => hookOf(webhook, configuration.metadata?.name ?? ''));
}

function hookOf(webhook: Webhook, configuration: string): Hook {
  const { clientConfig = {}, sideEffects = '' } = webhook;
  return {
    configuration,
    name: webhook.name ?? '',
    clientConfig,
    ca: bundleOf(clientConfig.caBundle),
    rules: webhook.rules ?? [],
    namespaceSelector: labelSelectorOf(webhook.namespaceSelector ?? {}),
    objectSelector: labelSelectorOf(webhook.objectSelector ?? {}),
    matchConditions: webhook.matchConditions ?? [],
    equivalent: webhook.matchPolicy !== 'Exact',
    failOpen: webhook.failurePolicy === 'Ignore',
    timeoutSeconds: webhook.timeoutSeconds ?? 10,
    dryRun: sideEffects === 'None' || sideEffects === 'NoneOnDryRun',
    reviewVersions: webhook.admissionReviewVersions ?? [],
    reinvoked: webhook.reinvocationPolicy === 'IfNeeded',
  };
}

function bundleOf(caBundle: string | undefined): string | undefined {
  if (caBundle === undefined || caBundle === '') return undefined;
  const decoded = decodeBase64(caBundle);
  return 'bytes' in decoded ? new TextDecoder().decode(decoded.bytes) : undefined;
}
