import { createCloudServer } from '../../sim/upstreams/venafi-cloud';
import { BODY_TIMEOUT, CUT, failed, NO_JSON, retried, type Authority, type Step, type Told } from './authority';

// Sections 8.1, 8.2 and 10.5.
const ACCOUNT = 'cloudClient.Authenticate: vcert error: server error: ';
const SET_UP = 'ErrorSetup: Failed to setup Certificate Manager issuer: error building client: ';
const SIGNER = 'ErrorVenafiInit: Failed to initialise Certificate Manager client for signing: ';
const REFUSED = 'OAuth token request failed: ';
const REQUEST = 'ErrorRequest: Failed to request Certificate Manager certificate: vcert error: server error: ';
const RETRIEVE = 'ErrorRetrieve: Failed to obtain Certificate Manager certificate: ';
const SERVER = 'vcert error: server error: ';

const USER_ACCOUNTS = { operation: 'useraccounts', method: 'GET', path: '/v1/useraccounts' } as const;
const OUTAGE = '/outagedetection/v1';

/** What fails a request that has not been ordered yet. */
const ordering = {
  when: 'request',
  unanswered: (error: string): Told => failed(`${REQUEST}server unavailable: ${error}`),
  page: failed(`${REQUEST}${NO_JSON}`),
  cut: failed(`${REQUEST}${CUT}`),
} as const;

const steps: readonly Step[] = [
  {
    ...USER_ACCOUNTS,
    when: 'set-up',
    unanswered: (error) => retried(`${SET_UP}${ACCOUNT}server unavailable: ${error}`),
    page: retried(`AuthFailed: ${REFUSED}${ACCOUNT}${NO_JSON}`),
    cut: retried(`AuthFailed: ${REFUSED}${ACCOUNT}${CUT}`),
  },
  {
    ...USER_ACCOUNTS,
    when: 'request',
    unanswered: (error) => retried(`${SIGNER}${ACCOUNT}server unavailable: ${error}`),
    page: retried(`${SIGNER}${REFUSED}${ACCOUNT}${NO_JSON}`),
    cut: retried(`${SIGNER}${REFUSED}${ACCOUNT}${CUT}`),
  },
  {
    ...{ operation: 'template', method: 'GET', path: `${OUTAGE}/applications/csrlab/certificateissuingtemplates/Default` },
    ...ordering,
  },
  { ...{ operation: 'request', method: 'POST', path: `${OUTAGE}/certificaterequests` }, ...ordering },
  {
    ...{ operation: 'poll', when: 'request', method: 'GET', path: `${OUTAGE}/certificaterequests/ID` },
    unanswered: (error) => retried(`${RETRIEVE}unable to retrieve: ${SERVER}server unavailable: ${error}`),
    page: retried(`${RETRIEVE}unable to retrieve: failed to parse certificate request status response: ${NO_JSON}`),
    cut: retried(`${RETRIEVE}unable to retrieve: ${SERVER}${CUT}`),
  },
  {
    ...{ operation: 'contents', when: 'request', method: 'GET' },
    path: `${OUTAGE}/certificates/ID/contents?chainOrder=EE_FIRST&format=PEM`,
    unanswered: (error) => retried(`${RETRIEVE}${SERVER}server unavailable: ${error}`),
    page: retried(
      `${RETRIEVE}vcert error: your data contains problems: request doesn't match certificate: invalid pem format certificate `,
    ),
    cut: retried(`${RETRIEVE}${SERVER}${CUT}`),
  },
];

export const venafiCloud: Authority = {
  name: 'venafi-cloud',
  create(parts) {
    const { handle, faults, state } = createCloudServer(parts);
    return { handle, faults, signed: () => state.certificates.size };
  },
  secret: { 'api-key': 'csrlab-api-key' },
  issuer: (server) => ({
    venafi: { zone: 'csrlab\\Default', cloud: { url: server, apiTokenSecretRef: { name: 'credentials', key: 'api-key' } } },
  }),
  bodyTimeout: BODY_TIMEOUT,
  steps,
};
