import { formatRfc3339 } from '../../../base/go';
import { formatIp } from '../../../base/go/address';
import { formatUrl } from '../../../base/go/url';
import { asError } from '../../engine/outcome';
import { bodyText, memberText, unmarshalObject } from '../../http';
import { byName } from '../custom-fields';
import type { VenafiOrder } from '../order';
import type { TppClient } from './client';
import { completeMetadata } from './metadata';

export interface Submission {
  readonly order: VenafiOrder;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Who ordered, for the server's records. */
const ORIGIN = 'cert-manager';

/** Nobody knows which CA is behind the folder, so the end date is told to all. */
const END_DATES = ['Microsoft CA:', 'DigiCert CA:', 'EntrustNET CA:', ''].map((ca) => `${ca}Specific End Date`);

const SAN = { email: 1, dns: 2, uri: 6, ip: 7 } as const;

const NO_RESET = 'Reset is not completed. No reset is required for the certificate.';
const NO_CERTIFICATE = 'does not exist or you do not have sufficient rights to the object.';

/** Clears an earlier failure, orders, and sees to custom fields that the order did not set (upstream-cas 3.6). */
export async function submit(client: TppClient, folder: string, submission: Submission): Promise<string> {
  const { order } = submission;
  await reset(client, `${folder}\\${order.objectName}`);
  const answer = await client.request('POST', 'vedsdk/certificates/request', requestBody(folder, submission));
  const { status, statusLine, body } = answer;
  if (status !== 200 && status !== 201) {
    const told = `Status:\n ${statusLine}. \n Body:\n ${bodyText(answer)}\n`;
    throw new Error(`Unexpected status code on TPP Certificate Request.\n ${told}`);
  }
  const pickupId = memberText(unmarshalObject(body), 'CertificateDN');
  await completeMetadata(client, pickupId, byName(order.customFields));
  return pickupId;
}

async function reset(client: TppClient, certificateDn: string): Promise<void> {
  const answer = await client.request('POST', 'vedsdk/certificates/reset', { CertificateDN: certificateDn }).catch((error: unknown) => {
    throw new Error(`while resetting: ${asError(error).message}`, { cause: error });
  });
  const { status, statusLine, body } = answer;
  if (status === 200) return;
  if (status !== 400) throw new Error(`while resetting. Status: ${statusLine}, Body: ${bodyText(answer)}`);
  const error = resetError(body);
  if (error !== NO_RESET && !error.endsWith(NO_CERTIFICATE)) throw new Error(`while resetting: ${error}`);
}

function resetError(body: Uint8Array): string {
  try {
    return memberText(unmarshalObject(body), 'Error');
  } catch (error) {
    throw new Error(`failed to decode error message: ${asError(error).message}`, { cause: error });
  }
}

/** Members in vcert's order; what is empty is left out. */
function requestBody(folder: string, { order, now }: Submission): object {
  const names = alternativeNames(order);
  const fields = [...byName(order.customFields)].map(([Name, Values]) => ({ Name, Values }));
  return {
    PolicyDN: folder,
    ObjectName: order.objectName,
    ...(names.length === 0 ? {} : { SubjectAltNames: names }),
    CASpecificAttributes: [{ Name: 'Origin', Value: ORIGIN }, ...END_DATES.map((Name) => ({ Name, Value: endDate(order, now) }))],
    Origin: ORIGIN,
    PKCS10: order.pem,
    ...keyMembers(order),
    DisableAutomaticRenewal: true,
    ...(fields.length === 0 ? {} : { CustomFields: fields }),
    CertificateType: 'AUTO',
    Reenable: true,
  };
}

function alternativeNames({ request }: VenafiOrder): readonly { readonly Type: number; readonly Name: string }[] {
  const of = (Type: number, names: readonly string[]) => names.map((Name) => ({ Type, Name }));
  const { emailAddresses, dnsNames, ipAddresses, uris } = request;
  return [
    ...of(SAN.email, emailAddresses),
    ...of(SAN.dns, dnsNames),
    ...of(SAN.ip, ipAddresses.map(formatIp)),
    ...of(SAN.uri, uris.map(formatUrl)),
  ];
}

function endDate({ duration }: VenafiOrder, now: number): string {
  const end = BigInt(Math.floor(now)) * 1_000_000n + duration;
  return formatRfc3339('seconds', { seconds: Number(end / 1_000_000_000n), nanos: 0 });
}

function keyMembers({ key }: VenafiOrder): object {
  if (key.type === 'RSA') return { KeyAlgorithm: 'RSA', KeyBitSize: key.size };
  return key.type === 'ECDSA' ? { KeyAlgorithm: 'ECC', EllipticCurve: key.curve } : {};
}
