import { decodeAllPem, parseCertificate, type Certificate } from '../../pki';
import type { Narrator } from './narrator';

const SECOND = 1000;

/** Tells every certificate of a chain, field by field. */
export function tellChain(narrator: Narrator, pem: string): void {
  const blocks = decodeAllPem(new TextEncoder().encode(pem));
  narrator.fact('chain', `${blocks.length} certificate${blocks.length === 1 ? '' : 's'}, the issued one first`);
  for (const { bytes } of blocks) tellCertificate(narrator, parseCertificate(bytes));
}

function tellCertificate(narrator: Narrator, certificate: Certificate): void {
  const { notBefore, notAfter, dnsNames, basicConstraints } = certificate;
  narrator.fact('subject', certificate.subject.commonName || '(empty)');
  narrator.fact('issuer', certificate.issuer.commonName);
  narrator.fact('serial', certificate.serialNumber.toString(16));
  narrator.fact('valid', `${day(notBefore)} to ${day(notAfter)} (${hours(notAfter - notBefore)})`);
  narrator.fact('key', certificate.publicKeyKind ?? 'of a kind that Go does not know');
  if (dnsNames.length > 0) narrator.fact('DNS names', dnsNames.join(', '));
  narrator.fact('certificate authority', basicConstraints?.isCa ? 'yes' : 'no');
}

function day(seconds: number): string {
  return new Date(seconds * SECOND).toISOString().replace('.000Z', 'Z');
}

function hours(seconds: number): string {
  return `${Math.round(seconds / 3600)} h`;
}
