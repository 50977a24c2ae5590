export { admissionPlugins, type AdmissionDependencies } from './plugins';
export { clusterAddress, hooksOf, mutatingWebhooks, validatingWebhooks } from './webhooks';
export type { Hook, ServiceAddress, ServiceResolver, WebhookPluginOptions, WebhookTools } from './webhooks';
