export { hooksOf } from './hook';
export type { Hook } from './hook';
export { mutatingWebhooks } from './mutating';
export type { WebhookPluginOptions } from './mutating';
export { validatingWebhooks } from './validating';
export { clusterAddress } from './services';
export type { ServiceAddress, ServiceResolver } from './services';
export type { WebhookTools } from './ask';
export type { ConditionEvaluator } from './match-conditions';
