export { webhookConfigurations } from './configuration';
export type { WebhookConfigurations, WebhookPlace } from './configuration';
export { createWebhook, MUTATE_PATH, VALIDATE_PATH, WEBHOOK_NAME } from './handler';
export { validateIssuer } from './validate-issuer';
export type { Verdict } from './validate-issuer';
