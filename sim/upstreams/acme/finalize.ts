import { decodeBase64Url } from '../../../base/base64url';
import { formatIp } from '../../../base/go/address';
import { checkRequestSignature, jwkThumbprint, parseCertificateRequest, toJwk, type CertificateRequest } from '../../../pki';
import { link, type Authority, type Call, type Reply } from './call';
import { malformed, payloadObject } from './jws';
import type { Identifier, Order } from './model';
import { DEFAULT_PROFILES } from './options';
import { orderStatus, orderView, ownOrder, retryHeaders } from './orders';
import { AcmeProblem, problemDocument } from './problem';

const LEAST_RSA_BITS = 2048;

/** RFC 8555 section 7.4. A refused request leaves the order as it was. */
export function finalize(call: Call): Reply {
  const { authority } = call;
  const order = ownOrder(call);
  const status = orderStatus(authority, order);
  if (status !== 'ready') throw new AcmeProblem('orderNotReady', `Order's status ("${status}") was not ready`);
  const request = readRequest(payloadObject(call.payload).csr);
  checkKey(authority, request);
  checkNames(order.identifiers, request);
  order.issuance = 'processing';
  const { clock, issuanceDelay = 0 } = authority.options;
  clock.setTimer(issuanceDelay, () => complete(authority, order, request));
  const headers = { location: link(call, 'order', order.id), ...retryHeaders(call, order) };
  return { status: 200, headers, body: orderView(call, order) };
}

function readRequest(csr: unknown): CertificateRequest {
  const der = typeof csr === 'string' ? decodeBase64Url(csr) : undefined;
  if (der === undefined) throw malformed('Error decoding Base64url-encoded CSR: it must be base64url without padding');
  try {
    return parseCertificateRequest(der);
  } catch (error) {
    throw malformed(`Error parsing Base64url-encoded CSR: ${textOf(error)}`);
  }
}

function checkKey({ options, state }: Authority, request: CertificateRequest): void {
  try {
    checkRequestSignature(request, options.crypto);
  } catch (error) {
    throw badCsr(`Bad signature on CSR: ${textOf(error)}`);
  }
  const { publicKey } = request;
  if (publicKey === undefined || publicKey.kind === 'DSA') throw badCsr('CSR has a public key of an unsupported kind');
  if (publicKey.kind === 'RSA' && publicKey.bits < LEAST_RSA_BITS)
    throw badCsr(`CSR has an RSA key of ${publicKey.bits} bits, and ${LEAST_RSA_BITS} are needed`);
  if (publicKey.kind === 'ECDSA' && publicKey.curve.name === 'P-224') throw badCsr('CSR has a key on P-224, which is too small');
  if (state.accountByKey(jwkThumbprint(toJwk(publicKey), options.crypto)) !== undefined) {
    throw badCsr('CSR contains a public key for a known account');
  }
}

function checkNames(identifiers: readonly Identifier[], request: CertificateRequest): void {
  const asked = {
    dns: new Set(request.dnsNames.map((name) => name.toLowerCase())),
    ip: new Set(request.ipAddresses.map(formatIp)),
  };
  const commonName = request.subject.commonName.toLowerCase();
  if (commonName !== '' && !asked.ip.has(commonName)) asked.dns.add(commonName);
  if (request.emailAddresses.length > 0) throw badCsr('CSR contains one or more email address fields');
  if (request.uris.length > 0) throw badCsr('CSR contains one or more URI fields');
  for (const [type, noun, plural] of [
    ['dns', 'domain', 'DNSnames'],
    ['ip', 'IP', 'IP address'],
  ] as const) {
    const ordered = identifiers.filter((identifier) => identifier.type === type);
    const missing = ordered.find(({ value }) => !asked[type].has(value));
    if (missing !== undefined) throw unauthorized(`CSR is missing Order ${noun} "${missing.value}"`);
    if (ordered.length !== asked[type].size)
      throw unauthorized(`Order includes different number of ${plural} identifiers than CSR specifies`);
  }
}

function complete(authority: Authority, order: Order, request: CertificateRequest): void {
  const { options, issuance, state, faults } = authority;
  const fault = faults.inProtocol('issuanceFails', { method: 'POST', path: order.id, operation: 'finalize' });
  if (fault !== undefined) {
    order.error = problemDocument('serverInternal', String(fault.value ?? 'this issuance was asked to fail'));
    order.issuance = 'invalid';
    return;
  }
  const now = Math.floor(options.clock.now() / 1000);
  const { validityPeriod } = (options.profiles ?? DEFAULT_PROFILES)[order.profile] ?? { validityPeriod: 90 * 24 * 3600 };
  const notBefore = order.notBefore === undefined ? now : Math.floor(Date.parse(order.notBefore) / 1000);
  const notAfter = order.notAfter === undefined ? notBefore + validityPeriod - 1 : Math.floor(Date.parse(order.notAfter) / 1000);
  const certificate = { ...issuance.issue(request, { identifiers: order.identifiers, notBefore, notAfter }), account: order.account };
  state.addCertificate(certificate);
  order.certificate = certificate.id;
  order.issuance = 'valid';
}

function badCsr(detail: string): AcmeProblem {
  return new AcmeProblem('badCSR', detail);
}

function unauthorized(detail: string): AcmeProblem {
  return new AcmeProblem('unauthorized', detail);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
