import { createAcmeServer } from '../../sim/upstreams/acme';
import { BODY_TIMEOUT, CUT, failed, NO_JSON, PAGE, retried, UNNOTICED, type Authority, type Step } from './authority';

// Sections 9.5, 9.8 and 10.6.
const REGISTER = 'ErrRegisterACMEAccount: Failed to register ACME account: ';
const NEW_ORDER = 'error creating new order: ';
const FINALIZE = 'error finalizing order: ';

const DIRECTORY = { operation: 'directory', method: 'GET', path: '/dir' } as const;
const NEW_NONCE = { operation: 'newNonce', method: 'HEAD', path: '/fresh-nonce' } as const;
const NEW_ACCOUNT = { operation: 'newAccount', method: 'POST', path: '/join-us' } as const;

/** A signed request is good at the address that it names: another host knows neither that nor the account. */
const elsewhere = (state: string): Step['redirected'] =>
  failed(
    `OrderFailed: Failed to wait for order resource default/NAME to become ready: order is in "errored" state: ${state}: ` +
      '400 urn:ietf:params:acme:error:accountDoesNotExist: Account "https://authority.test/member/ID" not found.',
  );

const steps: readonly Step[] = [
  {
    ...DIRECTORY,
    when: 'set-up',
    unanswered: (error) => retried(REGISTER + error),
    page: retried(REGISTER + NO_JSON),
    cut: retried(REGISTER + CUT),
  },
  {
    ...NEW_NONCE,
    when: 'set-up',
    unanswered: (error) => retried(REGISTER + error),
    page: retried(`${REGISTER}acme: nonce not found`),
    // A HEAD has no body.
    cut: UNNOTICED,
  },
  {
    ...NEW_ACCOUNT,
    when: 'set-up',
    unanswered: (error) => retried(REGISTER + error),
    page: retried(`${REGISTER}acme: invalid account response: ${NO_JSON}`),
    cut: retried(`${REGISTER}acme: invalid account response: ${CUT}`),
    // Final by itself, but a changed status has the issuer looked at once more.
    redirected: retried(
      `${REGISTER}400 urn:ietf:params:acme:error:malformed: JWS header parameter 'url' incorrect. ` +
        'Expected "https://elsewhere.test/join-us", got "https://authority.test/join-us"',
    ),
  },
  // For Orders the engine has a client of its own, which looks the server and the account up again.
  {
    ...DIRECTORY,
    when: 'request',
    unanswered: (error) => retried(NEW_ORDER + error),
    page: retried(NEW_ORDER + NO_JSON),
    cut: retried(NEW_ORDER + CUT),
  },
  {
    ...NEW_NONCE,
    when: 'request',
    unanswered: (error) => retried(NEW_ORDER + error),
    page: retried(`${NEW_ORDER}acme: nonce not found`),
    cut: UNNOTICED,
  },
  {
    ...{ operation: 'newOrder', when: 'request', method: 'POST', path: '/want-certificate' },
    unanswered: (error) => retried(NEW_ORDER + error),
    // Only 201 makes an order.
    page: retried(`${NEW_ORDER}200 : ${PAGE}`),
    cut: retried(`${NEW_ORDER}acme: error reading order: ${CUT}`),
    redirected: elsewhere('Failed to create Order'),
  },
  {
    ...{ operation: 'order', when: 'request', method: 'POST', path: '/wish/ID' },
    unanswered: (error) => retried(error),
    page: retried(`acme: error reading order: ${NO_JSON}`),
    cut: retried(`acme: error reading order: ${CUT}`),
    redirected: elsewhere('Failed to retrieve Order resource'),
  },
  {
    ...{ operation: 'authorization', when: 'request', method: 'POST', path: '/proof/ID' },
    unanswered: (error) => retried(error),
    page: retried(`acme: invalid response: ${NO_JSON}`),
    cut: retried(`acme: invalid response: ${CUT}`),
    redirected: elsewhere('Failed to fetch authorization'),
  },
  {
    ...{ operation: 'challenge', when: 'request', method: 'POST', path: '/riddle/ID' },
    unanswered: (error) => retried(error),
    // As in cert-manager the Challenge is lost, and with it the Order: the server waits to be told, and nobody tells it.
    page: { text: '', then: 'open' },
    // The server was told, and goes on.
    cut: UNNOTICED,
    redirected: { text: '', then: 'open' },
  },
  {
    ...{ operation: 'finalize', when: 'request', method: 'POST', path: '/seal/ID' },
    unanswered: (error) => retried(FINALIZE + error),
    page: retried(`${FINALIZE}acme: error reading order: ${NO_JSON}`),
    cut: retried(`${FINALIZE}acme: error reading order: ${CUT}`),
    redirected: elsewhere('Failed to finalize Order'),
  },
  {
    ...{ operation: 'certificate', when: 'request', method: 'POST', path: '/paper/ID' },
    unanswered: (error) => retried(FINALIZE + error),
    page: retried(`${FINALIZE}acme: certificate chain is empty`),
    cut: retried(`${FINALIZE}acme: fetch cert response stream: ${CUT}`),
    redirected: elsewhere('Failed to finalize Order'),
  },
];

export const acme: Authority = {
  name: 'acme',
  create(parts) {
    const network = { fetch: () => Promise.reject(new Error('nothing is validated here')) };
    const resolver = { txt: () => Promise.resolve([]) };
    const { handle, faults, state } = createAcmeServer({ ...parts, network, resolver, alwaysValid: true, nonceReject: 0, authzReuse: 0 });
    return { handle, faults, signed: () => state.certificates.size };
  },
  secret: {},
  issuer: (server) => ({
    acme: {
      server: `${server}/dir`,
      privateKeySecretRef: { name: 'account-key' },
      solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }],
    },
  }),
  bodyTimeout: BODY_TIMEOUT,
  steps,
};
