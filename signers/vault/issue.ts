import type { CryptoPort } from '../../base/env/crypto';
import { formatDuration } from '../../base/go';
import { formatIp } from '../../base/go/address';
import { formatUrl } from '../../base/go/url';
import type { GoDuration } from '../../base/go';
import { decodePem, decodeRequest, encodePem, parseCertificate, parseCertificateChain } from '../../pki';
import { asError } from '../engine/outcome';
import { decodeObject, memberObject, memberText, memberTexts, wholeBody } from '../http';
import type { VaultConnection } from './connect';
import { joinPath } from './path';

export interface VaultOrder {
  /** `spec.vault.path`: pki/sign/ROLE. */
  readonly path: string;
  /** PEM, passed on as it is. */
  readonly request: string;
  readonly duration: GoDuration;
  readonly crypto: CryptoPort;
}

/** Sections 7.4 and 7.5. Resolves with the chain without its root as PEM; rejects with cert-manager's texts. */
export async function issueByVault({ client }: VaultConnection, order: VaultOrder): Promise<string> {
  const parameters = within('failed to decode CSR for signing', () => signParameters(order));
  const answer = await client.request('POST', joinPath('v1', order.path), parameters).catch((error: unknown) => {
    throw new Error(`failed to sign certificate by vault: ${asError(error).message}`, { cause: error });
  });
  const pems = within('failed to decode response returned by vault', () => certificatesIn(wholeBody(answer)));
  const bundle = new TextEncoder().encode(pems.join('\n'));
  const { chain } = within('failed to parse certificate chain from vault', () => parseCertificateChain(bundle, order.crypto));
  return chain.map(({ raw }) => encodePem('CERTIFICATE', raw)).join('');
}

/** All are strings, and all are always there. */
function signParameters({ request, duration }: VaultOrder): Readonly<Record<string, string>> {
  const { subject, dnsNames, ipAddresses, uris } = decodeRequest(new TextEncoder().encode(request));
  return {
    common_name: subject.commonName,
    alt_names: dnsNames.join(','),
    ip_sans: ipAddresses.map(formatIp).join(','),
    uri_sans: uris.map(formatUrl).join(','),
    ttl: formatDuration(duration),
    csr: request,
    exclude_cn_from_sans: 'true',
  };
}

/** With a chain the issuing CA is of no interest. */
function certificatesIn(body: Uint8Array): readonly string[] {
  const data = memberObject(decodeObject(body), 'data');
  const chain = memberTexts(data, 'ca_chain');
  const leaf = checked(memberText(data, 'certificate'), LEAF_FAULTS);
  const issuers =
    chain.length > 0 ? chain.flatMap((pem) => checked(pem, CHAIN_FAULTS)) : checked(memberText(data, 'issuing_ca'), ISSUER_FAULTS);
  return [...issuers, ...leaf];
}

interface Faults {
  readonly decoding: string;
  readonly parsing: string;
}

const LEAF_FAULTS: Faults = {
  decoding: 'Error decoding certificate from cert bundle',
  parsing: 'Error encountered parsing certificate bytes from raw bundle',
};
const CHAIN_FAULTS: Faults = {
  decoding: LEAF_FAULTS.decoding,
  parsing: 'Error encountered parsing certificate bytes from raw bundle via CA chain',
};
const ISSUER_FAULTS: Faults = {
  decoding: 'Error decoding ca certificate from cert bundle',
  parsing: 'Error encountered parsing certificate bytes from raw bundle via issuing CA',
};

/** The first certificate of a text that is not empty. */
function checked(pem: string, faults: Faults): readonly string[] {
  if (pem === '') return [];
  const block = decodePem(new TextEncoder().encode(pem))?.block;
  if (block === undefined) throw new Error(faults.decoding);
  within(faults.parsing, () => parseCertificate(block.bytes));
  return [encodePem('CERTIFICATE', block.bytes).trimEnd()];
}

function within<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${asError(error).message}`, { cause: error });
  }
}
