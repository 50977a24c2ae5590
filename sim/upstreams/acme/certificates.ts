import { decodeBase64Url } from '../../../base/base64url';
import { jwkThumbprint, toJwk } from '../../../pki';
import { equalBytes } from '../../../pki/bytes';
import { link, rfc3339, type Call, type Reply } from './call';
import { malformed, payloadObject } from './jws';
import type { IssuedCertificate } from './model';
import { AcmeProblem } from './problem';

const PEM_CHAIN = 'application/pem-certificate-chain';
// RFC 5280 section 5.3.1; 7 is not used.
const MOST_REASON = 10;
const RENEWAL_POLL = 6 * 3600;

/** RFC 8555 section 7.4.2: `/<serial>` and `/<serial>/alternate/<n>`, each linking to the others. */
export function downloadCertificate(call: Call): Reply {
  const [serial = '', kind, number = '0'] = call.id.split('/');
  const certificate = call.authority.state.certificates.get(serial);
  const index = /^\d+$/.test(number) ? Number(number) : -1;
  const chain = certificate?.chains[index];
  if (certificate === undefined || chain === undefined || (kind !== undefined && kind !== 'alternate')) {
    throw malformed(`No certificate with id "${call.id}" exists`, 404);
  }
  if (certificate.account !== call.account?.id)
    throw new AcmeProblem('unauthorized', 'Account that authenticated the request does not own the specified resource');
  const others = certificate.chains.flatMap((_, i) =>
    i === index ? [] : [`<${link(call, 'certificate', chainId(serial, i))}>;rel="alternate"`],
  );
  return { status: 200, headers: { 'content-type': PEM_CHAIN, ...(others.length === 0 ? {} : { link: others }) }, body: chain };
}

/** RFC 8555 section 7.6: by the account that ordered it, one that is authorized for all its names, or the certificate's own key. */
export function revoke(call: Call): Reply {
  const { state, options } = call.authority;
  const asked = payloadObject(call.payload);
  const der = typeof asked.certificate === 'string' ? decodeBase64Url(asked.certificate) : undefined;
  if (der === undefined) throw malformed('Error decoding Base64url-encoded certificate: it must be base64url without padding');
  const certificate = [...state.certificates.values()].find((each) => equalBytes(each.der, der));
  if (certificate === undefined) throw malformed('Unable to find specified certificate', 404);
  if (!mayRevoke(call, certificate))
    throw new AcmeProblem('unauthorized', 'The certificate being revoked was not ordered by this account or signed with its key');
  const { reason = 0 } = asked;
  if (typeof reason !== 'number' || !Number.isInteger(reason) || reason < 0 || reason > MOST_REASON || reason === 7) {
    throw new AcmeProblem('badRevocationReason', `specified revocation reason is not supported: ${JSON.stringify(reason)}`);
  }
  if (certificate.revocation !== undefined) throw new AcmeProblem('alreadyRevoked', 'Certificate has already been revoked');
  certificate.revocation = { reason, at: rfc3339(options.clock.now()) };
  return { status: 200 };
}

/** RFC 9773: asked for without a signature. Two thirds of the life are over when the window opens. */
export function renewalInfo(call: Pick<Call, 'authority' | 'id'>): Reply {
  const certificate = call.authority.state.certificatesByRenewalId.get(call.id);
  if (certificate === undefined) throw malformed(`No certificate with the renewal id "${call.id}" is known`, 404);
  return {
    status: 200,
    headers: { 'retry-after': String(RENEWAL_POLL) },
    body: certificate.renewalInfo ?? suggested(certificate, call.authority.options.clock.now()),
  };
}

function suggested({ certificate, revocation }: IssuedCertificate, now: number): object {
  const [from, to] = [certificate.notBefore * 1000, certificate.notAfter * 1000];
  const start = revocation === undefined ? from + ((to - from) * 2) / 3 : now - 3_600_000;
  const end = revocation === undefined ? start + (to - from) / 24 : now;
  return { suggestedWindow: { start: rfc3339(start), end: rfc3339(end) } };
}

function mayRevoke({ account, key, authority }: Call, certificate: IssuedCertificate): boolean {
  const { state, options } = authority;
  if (key !== undefined) {
    const own = certificate.certificate.publicKey;
    return own !== undefined && own.kind !== 'DSA' && jwkThumbprint(toJwk(own), options.crypto) === key.thumbprint;
  }
  if (account?.id === certificate.account) return true;
  return certificate.identifiers.every(({ type, value }) => {
    const wildcard = value.startsWith('*.');
    const identifier = { type, value: wildcard ? value.slice(2) : value };
    return state.reusable({ account: account?.id ?? '', identifier, wildcard })?.status === 'valid';
  });
}

function chainId(serial: string, index: number): string {
  return index === 0 ? serial : `${serial}/alternate/${index}`;
}
