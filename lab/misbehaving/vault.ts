import { createVaultServer } from '../../sim/upstreams/vault';
import { CUT, failed, NO_JSON, retried, UNNOTICED, type Authority, type Step } from './authority';

/** A call whose time is up is told without what was called. */
const SILENCE = 'context deadline exceeded';

const LOGIN = { operation: 'login', method: 'POST', path: '/v1/auth/approle/login', attempts: 3, silence: SILENCE } as const;

// Sections 7.1, 7.3 and 10.4.
const CLIENT = 'VaultError: Failed to initialize Vault client: ';
const SIGNER = 'ErrorVaultInit: Failed to initialise vault client for signing: ';
const SIGN = 'ErrorSigning: Vault failed to sign: ';

const steps: readonly Step[] = [
  {
    ...LOGIN,
    when: 'set-up',
    unanswered: (error) => retried(`${CLIENT}error logging in to Vault server: ${error}`),
    page: retried(`${CLIENT}unable to decode JSON payload: ${NO_JSON}`),
    cut: retried(`${CLIENT}unable to decode JSON payload: ${CUT}`),
  },
  {
    ...{ operation: 'health', when: 'set-up', method: 'GET', path: '/v1/sys/health', attempts: 3, silence: SILENCE },
    unanswered: (error) => retried(`VaultError: Failed to verify Vault is initialized and unsealed: ${error}`),
    // Of a health check only the status counts.
    page: UNNOTICED,
    cut: UNNOTICED,
  },
  {
    ...LOGIN,
    when: 'request',
    unanswered: (error) => retried(`${SIGNER}error logging in to Vault server: ${error}`),
    page: retried(`${SIGNER}unable to decode JSON payload: ${NO_JSON}`),
    cut: retried(`${SIGNER}unable to decode JSON payload: ${CUT}`),
  },
  {
    ...{ operation: 'sign', when: 'request', method: 'POST', path: '/v1/pki/sign/any', attempts: 3, silence: SILENCE },
    unanswered: (error) => failed(`${SIGN}failed to sign certificate by vault: ${error}`),
    page: failed(`${SIGN}failed to decode response returned by vault: ${NO_JSON}`),
    cut: failed(`${SIGN}failed to decode response returned by vault: ${CUT}`),
  },
];

export const vault: Authority = {
  name: 'vault',
  create(parts) {
    const { handle, faults, state } = createVaultServer(parts);
    return { handle, faults, signed: () => state.issued.length };
  },
  secret: { id: 'csrlab-secret' },
  issuer: (server) => ({
    vault: {
      server,
      path: 'pki/sign/any',
      auth: { appRole: { path: 'approle', roleId: 'csrlab-role', secretRef: { name: 'credentials', key: 'id' } } },
    },
  }),
  bodyTimeout: SILENCE,
  steps,
};
