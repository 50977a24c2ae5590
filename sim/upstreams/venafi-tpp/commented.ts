import { formatName } from '../../../pki';
import type { Certificate } from '../../../pki';
import { pemOf } from '../common';

/** A certificate as the server writes it into a bundle: with comments, and with line ends of Windows. */
export function commented(certificate: Certificate): string {
  const ascii = (text: string): string => text.replace(/[^\u0020-\u007e]/g, '?');
  const heading = `subject=${ascii(formatName(certificate.subject))}\nissuer=${ascii(formatName(certificate.issuer))}\n`;
  return (heading + pemOf(certificate)).replaceAll('\n', '\r\n');
}
