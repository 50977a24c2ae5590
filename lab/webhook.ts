import type { CryptoPort } from '../base/env/crypto';
import type { KubeClient } from '../kube/client';
import type { KubeObject } from '../kube/meta';
import { createWebhook, webhookConfigurations } from '../signers';
import type { InProcessServices } from './in-process-services';

const SERVICE = { name: 'cert-manager-webhook', namespace: 'cert-manager' };
const GROUP = { group: 'admissionregistration.k8s.io', version: 'v1' };

/** cert-manager's admission webhook, as the service that its configuration names. */
export function webhookService(crypto: CryptoPort): InProcessServices {
  return { [`${SERVICE.name}.${SERVICE.namespace}`]: createWebhook(crypto) };
}

/** From here on, cert-manager's objects are admitted by its webhook. */
export async function installWebhook(admin: KubeClient): Promise<void> {
  const { mutating, validating } = webhookConfigurations(SERVICE.name, { service: SERVICE });
  await admin.create<KubeObject>({ ...GROUP, resource: 'mutatingwebhookconfigurations' }, mutating);
  await admin.create<KubeObject>({ ...GROUP, resource: 'validatingwebhookconfigurations' }, validating);
}
