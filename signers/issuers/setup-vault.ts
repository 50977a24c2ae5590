import type { VaultAuth, VaultIssuer } from '../engine/issuer-upstreams';
import { checkHealth, connectVault, vaultSession } from '../vault';
import type { VaultConnection } from '../vault';
import { isReadyNow, notReady, notReadyYet } from './setup';
import type { Setup } from './setup';

type Check = readonly [wrong: (vault: VaultIssuer, auth: VaultAuth) => boolean, message: string];

const methods = (auth: VaultAuth): number =>
  [auth.tokenSecretRef, auth.appRole, auth.clientCertificate, auth.kubernetes, auth.aws].filter((method) => method).length;

const empty = (text: string | undefined): boolean => (text ?? '') === '';

// In cert-manager's order; the first that holds ends the set-up without a retry.
const CHECKS: readonly Check[] = [
  [({ server, path }) => empty(server) || empty(path), 'Vault server and path are required fields'],
  [(_, auth) => methods(auth) === 0, 'Vault tokenSecretRef, appRole, clientCertificate, kubernetes, or aws is required'],
  [(_, auth) => methods(auth) > 1, 'Multiple auth methods cannot be set on the same Vault issuer'],
  [(_, { tokenSecretRef: ref }) => ref !== undefined && empty(ref.name), 'Vault Token auth requires tokenSecretRef.name'],
  [
    (_, { appRole }) => appRole !== undefined && (empty(appRole.roleId) || empty(appRole.secretRef?.name)),
    'Vault AppRole auth requires both roleId and tokenSecretRef.name',
  ],
  [(_, { appRole }) => appRole !== undefined && empty(appRole.secretRef?.key), 'Vault AppRole auth requires secretRef.key'],
  [(_, { kubernetes }) => kubernetes !== undefined && empty(kubernetes.role), 'Vault Kubernetes auth requires a role to be set'],
  [
    (_, { kubernetes: auth }) => auth !== undefined && empty(auth.secretRef?.name) && empty(auth.serviceAccountRef?.name),
    'Vault Kubernetes auth requires either secretRef.name or serviceAccountRef.name to be set',
  ],
  [
    (_, { kubernetes: auth }) => auth !== undefined && !empty(auth.secretRef?.name) && !empty(auth.serviceAccountRef?.name),
    'Vault Kubernetes auth cannot be used with both secretRef.name and serviceAccountRef.name',
  ],
];

/** Section 10.4. The path that signs is never probed. */
export const setupVault: Setup = async (issuer, context) => {
  const vault = issuer.spec?.vault ?? {};
  const wrong = CHECKS.find(([holds]) => holds(vault, vault.auth ?? {}));
  if (wrong !== undefined) return notReady('VaultError', wrong[1]);
  let connection: VaultConnection;
  try {
    const { ref, namespace, crypto } = context;
    connection = await connectVault(await context.ask(vaultSession(vault, { ref, namespace, crypto })), context);
  } catch (error) {
    return notReadyYet('VaultError', 'Failed to initialize Vault client: ', error);
  }
  try {
    await checkHealth(connection);
  } catch (error) {
    return notReadyYet('VaultError', 'Failed to verify Vault is initialized and unsealed: ', error);
  }
  return isReadyNow('VaultVerified', 'Vault verified');
};
