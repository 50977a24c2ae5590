import type { Clock } from '../../../base/env/ports';
import { goPrint } from '../../../base/go';
import { sleep } from '../../../kube/sleep';
import { asError } from '../../engine/outcome';
import { memberNumber, memberObject, memberText, memberTexts, unmarshalObject } from '../../http';
import type { Answered } from '../../http';
import { checkedBundle } from '../collection';
import { ImpossibleAnswer, POLL_INTERVAL, POLL_LIMIT, RetrieveTimeout } from '../connector';
import type { VenafiOrder } from '../order';
import { errorsIn } from './client';
import type { CloudClient, Members } from './client';

export interface Retrieval {
  readonly order: VenafiOrder;
  readonly pickupId: string;
}

/** Waits for the order to be done, then for the certificate (upstream-cas 4.5); each may take a minute. */
export async function retrieve(client: CloudClient, clock: Clock, { order, pickupId }: Retrieval): Promise<string> {
  const certificateId = await polled(clock, pickupId, async () => {
    const state = await stateOf(client, pickupId);
    const status = memberText(state, 'status');
    if (status === 'FAILED') throw new Error(`failed to retrieve certificate. Status: ${printed(state)}`);
    return status === 'ISSUED' ? issuedId(state) : undefined;
  });
  const query = 'chainOrder=EE_FIRST&format=PEM';
  const bundle = await polled(clock, pickupId, async () => {
    const answer = await client.request('GET', `outagedetection/v1/certificates/${certificateId}/contents?${query}`);
    return answer.status === 200 ? answer.body : undefined;
  });
  return checkedBundle(bundle, order.request);
}

async function polled<T>(clock: Clock, pickupId: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = clock.now() + POLL_LIMIT;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (clock.now() >= end) throw new RetrieveTimeout(pickupId);
    await sleep(clock, POLL_INTERVAL);
  }
}

async function stateOf(client: CloudClient, pickupId: string): Promise<Members> {
  try {
    const answer = await client.request('GET', `outagedetection/v1/certificaterequests/${pickupId}`);
    if (answer.status !== 200) throw new Error(refused(answer));
    return parsed(answer);
  } catch (error) {
    throw new Error(`unable to retrieve: ${asError(error).message}`, { cause: error });
  }
}

function refused(answer: Answered): string {
  const product = 'CyberArk Certificate Manager, SaaS';
  if (answer.status === 404)
    return `${product} certificate request search status code: 404${toldErrors(answer)}: no certificate request found`;
  return `unexpected status code on ${product} certificate search. Status: ${answer.status}${toldErrors(answer)}`;
}

function toldErrors(answer: Answered): string {
  try {
    return `\n${errorsIn(answer)
      .map(({ line }) => line)
      .join('')}`;
  } catch {
    return '';
  }
}

function parsed({ body }: Answered): Members {
  try {
    return unmarshalObject(body);
  } catch (error) {
    throw new Error(`failed to parse certificate request status response: ${asError(error).message}`, { cause: error });
  }
}

function issuedId(state: Members): string {
  const [id] = memberTexts(state, 'certificateIds');
  // Here vcert panics, and the whole controller with it.
  if (id === undefined)
    throw new ImpossibleAnswer('the server says that the certificate is issued but names none: certificateIds is empty');
  return id;
}

/** As Go's %v prints vcert's structure. */
function printed(state: Members): string {
  const error = memberObject(state, 'errorInformation');
  const cause = [memberText(error, 'type'), memberNumber(error, 'code'), memberText(error, 'message'), goPrint(memberTexts(error, 'args'))];
  const text = (name: string): string => memberText(state, name);
  const parts = [
    text('id'),
    goPrint(memberTexts(state, 'certificateIds')),
    ...['applicationId', 'certificateIssuingTemplateId', 'status'].map(text),
    `{${cause.join(' ')}}`,
    ...['creationDate', 'modificationDate', 'certificateSigningRequest', 'subjectDN'].map(text),
  ];
  return `&{${parts.join(' ')}}`;
}
