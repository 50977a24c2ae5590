import { checkRequestSignature, decodePem, parseCertificateRequest } from '../../../pki';
import type { CertificateRequest } from '../../../pki';
import { leafFor } from '../common';
import { caller } from './authorize';
import { commented } from './commented';
import type { TppCall } from './call';
import { generated, keyFor } from './generated-keys';
import { customFieldsIn } from './metadata';
import { isAtLeast } from './options';
import type { Folder } from './options';
import { defaultsOf, enforce, folderAt } from './policy';
import { badRequest, TppFault } from './reply';
import type { TppReply } from './reply';
import type { TppCertificate } from './state';

const DAY = 24 * 3600;
const DEFAULT_LIFETIME = 365 * DAY;
const BACKDATED = 30;

/** Where an order can be; the numbers are the server's. */
export const STAGE = { postCsr: 500, approve: 600, done: 1200 } as const;

const RIGHTS = 'does not exist or you do not have sufficient rights to the object.';

/** POST vedsdk/certificates/request. */
export function requestCertificate(call: TppCall): TppReply {
  caller(call, 'certificate:manage');
  const { body, settings, state, random } = call;
  const folderDn = body.text('PolicyDN');
  const folder = folderAt(call, folderDn);
  if ('CustomFields' in body.all && !isAtLeast(settings.version, '19.3')) {
    throw badRequest("Invalid parameter: 'CustomFields' is not supported by this version of the server.");
  }
  const made = body.text('PKCS10') === '' ? generated(call, folder) : undefined;
  const request = made?.request ?? requestIn(body.text('PKCS10'), call);
  const objectName = body.text('ObjectName') || request.subject.commonName || (request.dnsNames[0] ?? '');
  if (objectName === '') throw badRequest('ObjectName or Subject is required.');
  enforce(folder, request);
  const customFields = customFieldsIn(call);
  const dn = `${folderDn}\\${objectName}`;
  const before = state.find(dn);
  const waits = settings.approvals;
  const certificate: TppCertificate = {
    ...{ dn, guid: before?.guid ?? `{${random.uuid()}}`, folder: folderDn, objectName, request, asked: body.all, customFields },
    stage: waits ? STAGE.approve : STAGE.postCsr,
    status: waits ? 'Pending workflow approval' : 'Post CSR',
    // What nobody has reset stays in error.
    inError: before?.inError ?? false,
    approval: waits ? 'waiting' : undefined,
    pending: settings.pendingPolls,
    notAfter: endDate(call, folder),
    certificate: undefined,
    revoked: false,
    ...(made === undefined ? {} : { key: made.key }),
  };
  state.put(certificate);
  return { status: 200, body: { CertificateDN: dn, Guid: certificate.guid } };
}

/** Throws what the server says when there is no good one. */
export function requestIn(pem: string, { crypto }: TppCall): CertificateRequest {
  const block = decodePem(new TextEncoder().encode(pem))?.block;
  if (block === undefined) throw badRequest('PKCS#10 data is invalid.');
  try {
    const request = parseCertificateRequest(block.bytes);
    checkRequestSignature(request, crypto);
    return request;
  } catch (error) {
    throw badRequest(`PKCS#10 data is invalid. ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The first end date that is asked for, whatever CA it is meant for. */
function endDate({ body, clock }: TppCall, { endDatesAllowed = false }: Folder): number {
  const attribute = body.objects('CASpecificAttributes').find(({ Name }) => typeof Name === 'string' && Name.endsWith('Specific End Date'));
  const asked = typeof attribute?.Value === 'string' ? Date.parse(attribute.Value) / 1000 : NaN;
  return Number.isNaN(asked) || !endDatesAllowed ? Math.floor(clock.now() / 1000) + DEFAULT_LIFETIME : asked;
}

/** POST vedsdk/certificates/reset: clears an error, so that a new request is looked at. */
export function resetCertificate(call: TppCall): TppReply {
  caller(call, 'certificate:manage');
  const dn = call.body.text('CertificateDN');
  if (!dn.startsWith('\\VED\\Policy\\')) throw badRequest('Invalid CertificateDN format');
  const certificate = call.state.find(dn);
  if (certificate === undefined) throw badRequest(`Certificate ${dn} ${RIGHTS}`);
  if (!certificate.inError) throw badRequest('Reset is not completed. No reset is required for the certificate.');
  certificate.inError = false;
  certificate.stage = 0;
  certificate.status = '';
  return { status: 200, body: { ProcessingResetCompleted: true } };
}

/** POST vedsdk/certificates/retrieve: what is not ready is told in the reason phrase. */
export function retrieveCertificate(call: TppCall): TppReply {
  caller(call, 'certificate:manage');
  const dn = call.body.text('CertificateDN');
  const certificate = call.state.find(dn);
  if (certificate === undefined) {
    throw new TppFault({ status: 400, reason: 'Certificate does not exist.', body: { Error: `Certificate ${dn} does not exist.` } });
  }
  if (certificate.inError) return inError(certificate);
  const { method, path } = call.request;
  const delayed = call.faults.inProtocol('pending', { method, path, operation: 'retrieve' }) !== undefined;
  if (certificate.approval === 'waiting' || delayed || certificate.pending-- > 0) return inProgress(certificate);
  certificate.certificate ??= issue(call, certificate);
  certificate.stage = STAGE.done;
  certificate.status = 'OK';
  return { status: 200, body: download(call, certificate) };
}

function inProgress({ dn, status, stage }: TppCertificate): TppReply {
  const reason = `Certificate ${dn} being processed, Status: ${status}, Stage: ${stage}.`;
  return { status: 202, reason, body: { Stage: stage, Status: status } };
}

function inError({ dn, status, stage }: TppCertificate): TppReply {
  const stuck = 'This certificate cannot be processed while it is in an error state. Fix any errors, and then click Retry.';
  const told = status === '' ? stuck : status;
  const reason = `Certificate ${dn} has encountered an error while processing, Status: ${told}, Stage: ${stage}.`;
  return { status: 500, reason, body: { Stage: stage, Status: told } };
}

function issue(call: TppCall, { request, folder, notAfter }: TppCertificate): NonNullable<TppCertificate['certificate']> {
  const { ca, clock, crypto } = call;
  const notBefore = Math.floor(clock.now() / 1000) - BACKDATED;
  const times = { notBefore, notAfter: Math.min(notAfter, ca.issuer.notAfter) };
  return ca.issue(leafFor(request, times, { crypto, defaults: defaultsOf(folderAt(call, folder)) }));
}

function download(call: TppCall, { certificate, objectName, key }: TppCertificate): object {
  const { body, ca } = call;
  const leaf = certificate === undefined ? [] : [certificate];
  const chain = body.flag('IncludeChain') ? [...leaf, ...ca.chain] : leaf;
  const ordered = body.flag('RootFirstOrder') ? chain.toReversed() : chain;
  const pems = [...ordered.map(commented), keyFor(call, key)].join('');
  return { CertificateData: btoa(pems), Format: 'base64', Filename: `${objectName}.cer` };
}
