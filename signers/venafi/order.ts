import type { CryptoPort } from '../../base/env/crypto';
import { formatIp } from '../../base/go/address';
import { formatUrl } from '../../base/go/url';
import type { GoDuration } from '../../base/go';
import { checkRequestSignature, decodeRequest } from '../../pki';
import type { CertificateRequest } from '../../pki';
import type { CustomField } from './custom-fields';

/** What a certificate is ordered with. */
export interface VenafiOrder {
  readonly request: CertificateRequest;
  /** Sent unchanged. */
  readonly pem: string;
  /** The certificate's name on the server. */
  readonly objectName: string;
  readonly key: OrderKey;
  readonly duration: GoDuration;
  readonly customFields: readonly CustomField[];
}

export interface OrderKey {
  readonly type: 'RSA' | 'ECDSA' | 'ED25519' | 'other';
  /** Bits; 0 for what is no RSA. */
  readonly size: number;
  /** `P256`; empty for RSA. */
  readonly curve: string;
}

export interface OrderFacts {
  readonly pem: string;
  readonly duration: GoDuration;
  readonly customFields: readonly CustomField[];
}

const PLAIN_TYPES = ['', 'Plain'];

/** Checks that the request can be ordered at all. Throws cert-manager's texts. */
export function requestOf(pem: string, crypto: CryptoPort): CertificateRequest {
  const request = decodeRequest(new TextEncoder().encode(pem));
  checkRequestSignature(request, crypto);
  if (request.subject.attributes.length === 0) {
    const what = "the 'commonName' field or at least one other subject field set.";
    throw new Error(`Certificate requests submitted to Venafi issuers must have ${what}`);
  }
  return request;
}

/** An order, but for a name that only a checked one needs. */
export function orderOf(request: CertificateRequest, { pem, duration, customFields }: OrderFacts): VenafiOrder {
  const wrong = customFields.find(({ type }) => !PLAIN_TYPES.includes(type));
  if (wrong !== undefined) throw new CustomFieldTypeError(wrong.type);
  return { request, pem, duration, customFields, key: keyOf(request), objectName: '' };
}

/** CN, else the first DNS name, URI, email address or IP address. Throws when there is none. */
export function named(order: VenafiOrder): VenafiOrder {
  const { subject, dnsNames, uris, emailAddresses, ipAddresses } = order.request;
  const names = [subject.commonName, dnsNames[0], uris.map(formatUrl)[0], emailAddresses[0], ipAddresses.map(formatIp)[0]];
  const objectName = names.find((name) => name !== undefined && name !== '');
  if (objectName === undefined) {
    const why = 'at least one must be supplied to be used as the certificate objects name';
    throw new Error(`certificate request contains no Common Name, DNS Name, nor URI SAN, ${why}`);
  }
  return { ...order, objectName };
}

/** A custom field of a type that there is not. */
export class CustomFieldTypeError extends Error {
  override readonly name = 'CustomFieldTypeError';

  constructor(type: string) {
    super(`certificate request contains an invalid custom fields type: "${type}"`);
  }
}

function keyOf({ publicKey }: CertificateRequest): OrderKey {
  if (publicKey?.kind === 'RSA') return { type: 'RSA', size: publicKey.bits, curve: '' };
  if (publicKey?.kind === 'ECDSA') return { type: 'ECDSA', size: 0, curve: publicKey.curve.name.replace('-', '') };
  return publicKey?.kind === 'Ed25519' ? { type: 'ED25519', size: 0, curve: 'ED25519' } : { type: 'other', size: 0, curve: '' };
}
