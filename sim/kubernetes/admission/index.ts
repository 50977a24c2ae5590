export { admissionPlugins, type AdmissionDependencies } from './plugins';
export { clusterAddress, hooksOf, mutatingWebhooks, validatingWebhooks } from './webhooks';
export type { ConditionEvaluator, Hook, ServiceAddress, ServiceResolver, WebhookPluginOptions, WebhookTools } from './webhooks';
