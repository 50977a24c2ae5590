export { webhookHandler, respond, VALIDATE_PATH, WEBHOOK_NAME } from './review';
export { validateIssuer } from './validate-issuer';
export type { Verdict } from './validate-issuer';
