import { createTppServer } from '../../sim/upstreams/venafi-tpp';
import { BODY_TIMEOUT, CUT, failed, NO_JSON, PAGE, retried, UNNOTICED, type Authority, type Step } from './authority';

// Sections 8.1, 8.2 and 10.5: what is not the network's fault is the credentials'.
const SET_UP = 'ErrorSetup: Failed to setup Certificate Manager issuer: ';
const REFUSED = 'AuthFailed: OAuth token request failed: ';
const SELF = 'tppClient.Authenticate: vcert error: your data contains problems: auth error: ';
const SIGNER = 'ErrorVenafiInit: Failed to initialise Certificate Manager client for signing: ';
const REQUEST = 'ErrorRequest: Failed to request Certificate Manager certificate: ';
const RETRIEVE = 'ErrorRetrieve: Failed to obtain Certificate Manager certificate: unable to retrieve: ';

const OAUTH = { operation: 'oauth', method: 'POST', path: '/vedauth/authorize/oauth' } as const;

// Go's client tells another host nothing of the token.
const STRANGER = '401 Unauthorized';
const WHO = '{"error":"invalid_token","error_description":"Invalid token format"}';

const steps: readonly Step[] = [
  {
    ...OAUTH,
    when: 'set-up',
    unanswered: (error) => retried(`${SET_UP}error building client: tppClient.GetRefreshToken: ${error}`),
    page: retried(`${REFUSED}tppClient.GetRefreshToken: ${NO_JSON}`),
    cut: retried(`${REFUSED}tppClient.GetRefreshToken: ${CUT}`),
  },
  {
    ...{ operation: 'self', when: 'set-up', method: 'GET', path: '/vedsdk/Identity/Self' },
    unanswered: (error) => retried(`${REFUSED}${SELF}${error}`),
    page: retried(`${REFUSED}${SELF}failed to parse identity response: ${NO_JSON}, body: ${PAGE}`),
    cut: retried(`${REFUSED}${SELF}${CUT}`),
    redirected: retried(`${REFUSED}${SELF}vcert error: your data contains problems: auth error`),
  },
  {
    ...{ operation: 'ping', when: 'set-up', method: 'GET', path: '/vedsdk/' },
    unanswered: (error) => retried(`${SET_UP}error pinging Certificate Manager: ${error}`),
    // A page is what is there.
    page: UNNOTICED,
    cut: retried(`${SET_UP}error pinging Certificate Manager: ${CUT}`),
  },
  {
    ...OAUTH,
    when: 'request',
    unanswered: (error) => retried(`${SIGNER}tppClient.GetRefreshToken: ${error}`),
    page: retried(`${SIGNER}OAuth token request failed: tppClient.GetRefreshToken: ${NO_JSON}`),
    cut: retried(`${SIGNER}OAuth token request failed: tppClient.GetRefreshToken: ${CUT}`),
  },
  {
    ...{ operation: 'checkpolicy', when: 'request', method: 'POST', path: '/vedsdk/certificates/checkpolicy' },
    unanswered: (error) => failed(`${REQUEST}${error}`),
    page: failed(`${REQUEST}${NO_JSON}`),
    cut: failed(`${REQUEST}${CUT}`),
    redirected: failed(`${REQUEST}Invalid status: ${STRANGER} Server response: ${WHO}`),
  },
  {
    ...{ operation: 'reset', when: 'request', method: 'POST', path: '/vedsdk/certificates/reset' },
    unanswered: (error) => failed(`${REQUEST}while resetting: ${error}`),
    // Of a reset that went well only the status counts.
    page: UNNOTICED,
    cut: failed(`${REQUEST}while resetting: ${CUT}`),
    redirected: failed(`${REQUEST}while resetting. Status: ${STRANGER}, Body: ${WHO}`),
  },
  {
    ...{ operation: 'request', when: 'request', method: 'POST', path: '/vedsdk/certificates/request' },
    unanswered: (error) => failed(`${REQUEST}${error}`),
    page: failed(`${REQUEST}${NO_JSON}`),
    cut: failed(`${REQUEST}${CUT}`),
    redirected: failed(`${REQUEST}Unexpected status code on TPP Certificate Request.\n Status:\n ${STRANGER}. \n Body:\n ${WHO}\n`),
  },
  {
    ...{ operation: 'retrieve', when: 'request', method: 'POST', path: '/vedsdk/certificates/retrieve' },
    unanswered: (error) => retried(`${RETRIEVE}${error}`),
    page: retried(`${RETRIEVE}${NO_JSON}`),
    cut: retried(`${RETRIEVE}${CUT}`),
    redirected: retried(`${RETRIEVE}Unexpected status code on TPP Certificate Retrieval. Status: ${STRANGER}`),
  },
];

export const venafiTpp: Authority = {
  name: 'venafi-tpp',
  create(parts) {
    const { handle, faults, state } = createTppServer(parts);
    return { handle, faults, signed: () => state.list().filter(({ certificate }) => certificate !== undefined).length };
  },
  secret: { username: 'csrlab', password: 'csrlab-password' },
  issuer: (server) => ({ venafi: { zone: 'Certs', tpp: { url: server, credentialsRef: { name: 'credentials' } } } }),
  bodyTimeout: BODY_TIMEOUT,
  steps,
};
