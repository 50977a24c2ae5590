import { decodePem } from '../../../pki';
import { asError } from '../../engine/outcome';
import { fromBase64 } from '../../engine/secret-data';
import { topIssuer } from '../client/certificate-chain';
import { chainPem } from '../client/client';
import { AcmeError } from '../client/error';
import { isClientError } from '../client/session';
import type { OrderStatus } from '../objects';
import { errored, refreshed, type OrderResult, type OrderSync } from './result';

/** Section 9.5, finalizing. */
export async function finalizeOrder(sync: OrderSync, status: OrderStatus): Promise<OrderResult> {
  let certificate: string;
  try {
    const chain = await sync.account.client.finalize(status.finalizeURL ?? '', requestDer(sync));
    certificate = chainPem(chain);
  } catch (error) {
    return finalizeFailed(sync, status, error);
  }
  const { status: now } = await refreshed(sync, status);
  return stored(sync, now, certificate);
}

async function finalizeFailed(sync: OrderSync, status: OrderStatus, error: unknown): Promise<OrderResult> {
  if (error instanceof AcmeError && error.status === 403) return recover(sync, status, error);
  if (isClientError(error)) return { status: errored(status, `Failed to finalize Order: ${error.message}`) };
  const failure = new Error(`error finalizing order: ${asError(error).message}`, { cause: error });
  try {
    return { ...(await refreshed(sync, status)), error: failure };
  } catch (refreshError) {
    throw new Error(`error syncing order status: ${asError(refreshError).message}`, { cause: refreshError });
  }
}

/** Finalized before, and the answer lost: the order says where the certificate is. */
async function recover(sync: OrderSync, status: OrderStatus, error: AcmeError): Promise<OrderResult> {
  const found = await sync.account.client.order(status.url ?? '').catch((problem: unknown) => {
    if (!isClientError(problem)) throw problem;
    return undefined;
  });
  if (found === undefined) return { status: errored(status, `Failed to retrieve Order resource: ${error.message}`) };
  if (found.status !== 'valid') return { status: errored(status, `Failed to finalize Order: ${error.message}`) };
  return download(sync, { ...status, state: 'valid' }, found.certificate);
}

/** The order is valid, and its certificate not yet here. */
export async function fetchCertificate(sync: OrderSync, status: OrderStatus): Promise<OrderResult> {
  try {
    const found = await sync.account.client.order(status.url ?? '');
    return await download(sync, { ...status, state: found.status }, found.certificate);
  } catch (error) {
    if (!isClientError(error)) throw error;
    return { status: errored(status, `Failed to retrieve Order resource: ${error.message}`) };
  }
}

async function download(sync: OrderSync, status: OrderStatus, url: string): Promise<OrderResult> {
  try {
    const chain = await sync.account.client.certificate(url);
    return await stored(sync, status, chainPem(chain), url);
  } catch (error) {
    if (isClientError(error)) return { status: errored(status, `Failed to retrieve signed certificate: ${error.message}`) };
    return { status, error: asError(error) };
  }
}

async function stored(sync: OrderSync, status: OrderStatus, pem: string, url?: string): Promise<OrderResult> {
  const certificate = btoa(await preferred(sync, pem, url));
  return { status: { ...status, certificate }, events: [{ type: 'Normal', reason: 'Complete', message: 'Order completed successfully' }] };
}

/** The first chain whose topmost certificate was issued by the preferred name; the default one where none was. */
async function preferred({ acme, account, order }: OrderSync, pem: string, url?: string): Promise<string> {
  const { preferredChain = '' } = acme;
  if (preferredChain === '' || topIssuer(pem) === preferredChain) return pem;
  try {
    const { client } = account;
    const address = url ?? (await client.order(order.status?.url ?? '')).certificate;
    for (const alternate of await client.alternates(address)) {
      const other = chainPem(await client.certificate(alternate));
      if (topIssuer(other) === preferredChain) return other;
    }
    return pem;
  } catch (error) {
    throw new Error(`error retrieving preferred chain: ${asError(error).message}`, { cause: error });
  }
}

/** What is no PEM is sent as it is. */
function requestDer({ order }: OrderSync): Uint8Array {
  const bytes = fromBase64(order.spec?.request ?? '');
  return decodePem(bytes)?.block.bytes ?? bytes;
}
