import { equalBytes } from '../bytes';
import type { Certificate } from '../certificate/parse-certificate';
import type { Extension } from '../extension/extension';
import { formatName } from '../name/name-text';
import type { CertificateRequest } from '../request/parse-request';
import { describeExtension, keyText, timeText } from './describe';

/**
 * Where a field of a certificate comes from. `request`: as it was asked for, to the byte. `changed`: asked for otherwise. `signer`: not
 * asked for. `dropped`: asked for and not there.
 */
export type Origin = 'request' | 'changed' | 'signer' | 'dropped';

export interface TracedField {
  readonly name: string;
  /** Absent where nothing was asked for. */
  readonly requested?: string;
  /** Absent where nothing came of it. */
  readonly issued?: string;
  readonly origin: Origin;
}

/** A certificate beside the request it answers, field by field: what was taken over, changed, added and left out. */
export function traceCertificate(request: CertificateRequest, certificate: Certificate): readonly TracedField[] {
  const issued = certificate.extensions.map((extension) => traceExtension(find(request, extension), extension));
  const dropped = request.extensions
    .filter((extension) => find(certificate, extension) === undefined)
    .map((extension) => traceExtension(extension));
  return [
    { name: 'serial number', issued: certificate.serialNumber.toString(16), origin: 'signer' },
    { name: 'issuer', issued: formatName(certificate.issuer), origin: 'signer' },
    { name: 'not before', issued: timeText(certificate.notBefore), origin: 'signer' },
    { name: 'not after', issued: timeText(certificate.notAfter), origin: 'signer' },
    compared(
      'subject',
      [formatName(request.subject), formatName(certificate.subject)],
      equalBytes(request.rawSubject, certificate.rawSubject),
    ),
    traceKey(request, certificate),
    ...issued,
    ...dropped,
  ];
}

function find({ extensions }: { readonly extensions: readonly Extension[] }, { oid }: Extension): Extension | undefined {
  return extensions.find((candidate) => candidate.oid === oid);
}

function compared(name: string, [requested, issued]: readonly [string, string], same: boolean): TracedField {
  return { name, requested, issued, origin: same ? 'request' : 'changed' };
}

function traceKey(request: CertificateRequest, certificate: Certificate): TracedField {
  const texts = [request, certificate].map(({ publicKey, publicKeyAlgorithm }) => keyText(publicKey, publicKeyAlgorithm));
  const [requested = '', issued = ''] = texts;
  return compared('public key', [requested, issued], equalBytes(request.rawPublicKeyInfo, certificate.rawPublicKeyInfo));
}

function traceExtension(requested: Extension | undefined, issued?: Extension): TracedField {
  const described = [requested, issued].map((extension) => (extension === undefined ? undefined : describeExtension(extension)));
  const [before, after] = described;
  const name = after?.name ?? before?.name ?? '';
  return {
    name,
    ...(before === undefined ? {} : { requested: before.value }),
    ...(after === undefined ? {} : { issued: after.value }),
    origin: originOf(requested, issued),
  };
}

function originOf(requested: Extension | undefined, issued: Extension | undefined): Origin {
  if (issued === undefined) return 'dropped';
  if (requested === undefined) return 'signer';
  return equalBytes(requested.value, issued.value) ? 'request' : 'changed';
}
