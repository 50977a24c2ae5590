import {
  decodeAllPem,
  describeCertificate,
  describeRequest,
  parseCertificate,
  parseCertificateRequest,
  traceCertificate,
  type Certificate,
  type CertificateRequest,
  type PemBlock,
} from '../../pki';
import { CommandError, messageOf } from '../errors';
import type { Row, Section } from './report';

export interface PemContent {
  readonly requests: readonly CertificateRequest[];
  /** In the order of the text: a chain begins with its leaf. */
  readonly certificates: readonly Certificate[];
  readonly others: readonly PemBlock[];
}

/** What PEM text holds. `source` names it in errors. */
export function readPem(text: string, source: string): PemContent {
  const blocks = decodeAllPem(new TextEncoder().encode(text));
  if (blocks.length === 0)
    throw new CommandError(`${source} holds no PEM block: give a certificate, a chain or a request that begins with -----BEGIN`);
  const requests = blocks.filter(isRequest).map((block) => parsed(block, source, parseCertificateRequest));
  const certificates = blocks.filter(isCertificate).map((block) => parsed(block, source, parseCertificate));
  return { requests, certificates, others: blocks.filter((block) => !isRequest(block) && !isCertificate(block)) };
}

/** Everything field by field; a request and the first certificate stand side by side. */
export function sectionsOf({ requests, certificates, others }: PemContent): Section[] {
  const [request] = requests;
  const [leaf, ...chain] = certificates;
  const pair = request !== undefined && leaf !== undefined;
  return [
    ...(pair ? [tracedSection(request, leaf)] : []),
    ...(pair ? requests.slice(1) : requests).map((one) => ({ title: 'Certificate request', rows: describeRequest(one) })),
    ...(pair ? chain : certificates).map((one, index) => ({ title: chainTitle(index, pair), rows: describeCertificate(one) })),
    ...others.map((block) => ({ title: block.type, rows: otherRows(block) })),
  ];
}

export function tracedSection(request: CertificateRequest, certificate: Certificate): Section {
  return { title: 'Certificate beside its request', rows: traceCertificate(request, certificate) };
}

export function chainSections(certificates: readonly Certificate[]): Section[] {
  return certificates.map((certificate) => ({ title: 'Certificate further up the chain', rows: describeCertificate(certificate) }));
}

function chainTitle(index: number, leafShown: boolean): string {
  return index === 0 && !leafShown ? 'Certificate' : 'Certificate further up the chain';
}

function otherRows({ type, bytes }: PemBlock): Row[] {
  // A private key is never shown, only that it is one.
  return [{ name: 'length', value: `${bytes.length} bytes${type.endsWith('PRIVATE KEY') ? ', not shown' : ''}` }];
}

function isRequest({ type }: PemBlock): boolean {
  return type === 'CERTIFICATE REQUEST' || type === 'NEW CERTIFICATE REQUEST';
}

function isCertificate({ type }: PemBlock): boolean {
  return type === 'CERTIFICATE';
}

function parsed<T>({ type, bytes }: PemBlock, source: string, parse: (der: Uint8Array) => T): T {
  try {
    return parse(bytes);
  } catch (error) {
    throw new CommandError(`the ${type} in ${source} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
