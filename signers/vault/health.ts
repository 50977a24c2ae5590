import type { VaultConnection } from './connect';
import { VaultError } from './vault-error';

const HEALTH = '/v1/sys/health';

/** Standby, disaster-recovery secondary, performance standby: they pass requests on. */
const HEALTHY = [429, 472, 473];

const UNHEALTHY: Readonly<Record<number, string>> = { 501: 'Vault is not initialized', 503: 'Vault is sealed' };

/** Section 7.6: only the status counts. Rejects with cert-manager's text when Vault cannot sign. */
export async function checkHealth({ system }: VaultConnection): Promise<void> {
  try {
    await system.request('GET', HEALTH);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    if (HEALTHY.includes(error.status)) return;
    throw new Error(UNHEALTHY[error.status] ?? `error calling Vault ${HEALTH}: ${error.message}`, { cause: error });
  }
}
