import type { CryptoPort } from '../../../../base/env/crypto';
import type { Clock } from '../../../../base/env/ports';
import { encodeBase64 } from '../../../../base/go';
import { parseUrl } from '../../../../base/go/url';
import type { Certificate, CertificateRequest } from '../../../../pki';
import { EXT_KEY_USAGE } from '../../../../pki/extension/ext-key-usage';
import { EXTENSION } from '../../../../pki/extension/extension';
import { KEY_USAGE } from '../../../../pki/extension/key-usage';
import { encodeName } from '../../../../pki/name/encode-name';
import { pemOf } from '../../common';
import type { Leaf, TestCa } from '../../common';
import type { PkiMount, PkiRole } from '../config';
import { VaultFault } from '../reply';
import type { VaultReply } from '../reply';
import { checkNames } from './names';
import type { WantedNames } from './names';
import { checkKey, namesFor, Parameters, requestIn } from './request';
import { validityFor } from './validity';

export interface PkiPlace {
  readonly mount: PkiMount;
  readonly ca: TestCa;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  /** Told of every certificate. */
  readonly issued: (certificate: Certificate) => void;
}

const LEAF_USAGE = KEY_USAGE.digitalSignature | KEY_USAGE.keyEncipherment | KEY_USAGE.keyAgreement;

/** `sign/ROLE`: names, key and time as the role allows them. */
export function sign(place: PkiPlace, roleName: string, body: Readonly<Record<string, unknown>>): VaultReply {
  const role = place.mount.roles[roleName];
  if (role === undefined) throw new VaultFault(400, `unknown role: ${roleName}`);
  const parameters = new Parameters(body);
  const request = requestIn(parameters, place.crypto);
  checkKey(request, role);
  const odd = parameters.list('other_sans').find((name) => name !== '*' && !name.includes(';'));
  if (odd !== undefined) throw new VaultFault(400, `could not parse requested other SAN: expected a semicolon in other SAN "${odd}"`);
  const { names, warnings } = namesFor(role, request, parameters);
  checkNames(role, names);
  const leaf = {
    rawSubject: encodeName({ commonName: names.commonName, organizationalUnit: role.ou ?? [], organization: role.organization ?? [] }),
    subjectAltNames: encodable(names),
    extKeyUsage: [EXT_KEY_USAGE.serverAuth, EXT_KEY_USAGE.clientAuth],
  };
  return issue(place, { role, parameters, request, leaf, warnings });
}

/** `sign-verbatim`: what the request says, role or not. */
export function signVerbatim(place: PkiPlace, roleName: string, body: Readonly<Record<string, unknown>>): VaultReply {
  const stored = place.mount.roles[roleName];
  if (roleName !== '' && stored === undefined) throw new VaultFault(400, `unknown role: ${roleName}`);
  const role: PkiRole = { ...stored, key_type: 'any' };
  const parameters = new Parameters(body);
  const request = requestIn(parameters, place.crypto);
  checkKey(request, role);
  const { warnings } = namesFor({}, request, parameters);
  const leaf = {
    rawSubject: request.rawSubject,
    extraExtensions: request.extensions.filter(({ oid }) => oid === EXTENSION.subjectAltName),
  };
  return issue(place, { role, parameters, request, leaf, warnings });
}

interface Issuing {
  readonly role: PkiRole;
  readonly parameters: Parameters;
  readonly request: CertificateRequest;
  readonly leaf: Pick<Leaf, 'rawSubject' | 'subjectAltNames' | 'extKeyUsage' | 'extraExtensions'>;
  readonly warnings: readonly string[];
}

function issue(place: PkiPlace, { role, parameters, request, leaf, warnings }: Issuing): VaultReply {
  const { mount, ca, clock, crypto } = place;
  const { notBefore, notAfter, warnings: cut } = validityFor(parameters, role, { mount, ca, now: clock.now() });
  const { publicKey } = request;
  if (publicKey === undefined || publicKey.kind === 'DSA') throw new VaultFault(400, 'unsupported public key algorithm');
  const subjectKeyId = crypto.digest('SHA-1', publicKey.subjectPublicKey);
  const certificate = ca.issue({ ...leaf, notBefore, notAfter, publicKey, subjectKeyId, keyUsage: LEAF_USAGE });
  place.issued(certificate);
  const chain = parameters.flag('remove_roots_from_chain') ? ca.chain.filter((one) => one !== ca.root) : ca.chain;
  const text = formatted(parameters.text('format'));
  const data = {
    ...(chain.length === 0 ? {} : { ca_chain: chain.map(text) }),
    certificate: text(certificate),
    expiration: notAfter,
    issuing_ca: text(ca.issuer),
    not_before: notBefore,
    serial_number: serialText(certificate),
  };
  return { data, warnings: [...warnings, ...cut] };
}

/** How an answer tells certificates. Throws what Vault says to a format that it does not know. */
function formatted(format: string): (certificate: Certificate) => string {
  if (format === 'der') return ({ raw }) => encodeBase64(raw);
  if (['', 'pem', 'pem_bundle'].includes(format)) return (certificate) => pemOf(certificate).trimEnd();
  throw new VaultFault(400, 'the "format" path parameter must be "pem", "der", or "pem_bundle"');
}

function encodable({ dnsNames, emailAddresses, ipAddresses, uris }: WantedNames): NonNullable<Leaf['subjectAltNames']> {
  return { dnsNames, emailAddresses, ipAddresses, uris: uris.map(parseUrl) };
}

/** `6c:2f:…` */
export function serialText({ serialNumber }: Certificate): string {
  const hex = serialNumber.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return (even.match(/../g) ?? []).join(':');
}
