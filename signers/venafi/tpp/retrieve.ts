import type { Clock } from '../../../base/env/ports';
import { decodeBase64 } from '../../../base/go';
import { sleep } from '../../../kube/sleep';
import { asError } from '../../engine/outcome';
import { memberText, unmarshalObject } from '../../http';
import { checkedBundle } from '../collection';
import { POLL_INTERVAL, POLL_LIMIT, RetrieveTimeout } from '../connector';
import type { VenafiOrder } from '../order';
import type { TppClient } from './client';

export interface Retrieval {
  readonly order: VenafiOrder;
  readonly pickupId: string;
}

/** Asks until the certificate is there (upstream-cas 3.7). */
export async function retrieve(client: TppClient, clock: Clock, { order, pickupId }: Retrieval): Promise<string> {
  const end = clock.now() + POLL_LIMIT;
  for (;;) {
    const data = await once(client, pickupId).catch((error: unknown) => {
      throw new Error(`unable to retrieve: ${asError(error).message}`, { cause: error });
    });
    if (data !== '') return checkedBundle(decoded(data), order.request);
    if (clock.now() >= end) throw new RetrieveTimeout(pickupId);
    await sleep(clock, POLL_INTERVAL);
  }
}

/** Of a refusal only the reason phrase is told. */
async function once(client: TppClient, pickupId: string): Promise<string> {
  const wanted = { CertificateDN: pickupId, Format: 'base64', IncludeChain: true };
  const { status, statusLine, body } = await client.request('POST', 'vedsdk/certificates/retrieve', wanted);
  if (status !== 200 && status !== 202) throw new Error(`Unexpected status code on TPP Certificate Retrieval. Status: ${statusLine}`);
  return memberText(unmarshalObject(body), 'CertificateData');
}

function decoded(data: string): Uint8Array {
  const read = decodeBase64(data);
  if ('error' in read) throw new Error(read.error);
  return read.bytes;
}
