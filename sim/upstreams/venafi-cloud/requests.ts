import type { HttpResponse } from '../../../base/env/http';
import { checkRequestSignature, decodePem, formatName, parseCertificateRequest } from '../../../pki';
import type { CertificateRequest } from '../../../pki';
import { isObject } from '../../../kube/json';
import { answer, jsonOf, leafFor, pemOf } from '../common';
import type { CloudCall } from './call';
import { CloudFault, CODE } from './reply';
import type { CloudRequest } from './state';
import { enforce } from './templates';

const DAY = 24 * 3600;
const BACKDATED = 30;

/** POST outagedetection/v1/certificaterequests. */
export function submitRequest(call: CloudCall): HttpResponse {
  const parsed = jsonOf(call.request);
  const asked = isObject(parsed) ? parsed : {};
  const text = (name: string): string => (typeof asked[name] === 'string' ? asked[name] : '');
  const application = [...call.state.applications.values()].find(({ id }) => id === text('applicationId'));
  if (application === undefined) throw new CloudFault(404, CODE.notFound, 'Unable to find application', [text('applicationId')]);
  const templateId = text('certificateIssuingTemplateId');
  const template = Object.values(application.templates).includes(templateId) ? call.settings.templates[templateId] : undefined;
  if (template === undefined) throw new CloudFault(400, CODE.notFound, 'Unable to find certificateIssuingTemplate', [templateId]);
  const request = requestIn(text('certificateSigningRequest'), call);
  enforce(template, request);
  const longest = (template.validityDays ?? 365) * DAY;
  const wished = template.validityAllowed === true ? secondsOf(text('validityPeriod')) : undefined;
  const lifetime = Math.min(wished ?? longest, longest);
  const made: CloudRequest = {
    ...{ id: call.random.uuid(), request, asked, applicationId: application.id, templateId, created: call.clock.now(), lifetime },
    status: call.settings.approvals ? 'PENDING_APPROVAL' : 'REQUESTED',
    pending: call.settings.pendingPolls,
  };
  call.state.requests.set(made.id, made);
  return answer(201, { certificateRequests: [requestBody(made)] });
}

function requestIn(pem: string, { crypto }: CloudCall): CertificateRequest {
  const unreadable = new CloudFault(400, CODE.unreadableRequest, 'Unable to parse bytes of certificate signing request');
  const block = decodePem(new TextEncoder().encode(pem))?.block;
  if (block === undefined) throw unreadable;
  try {
    const request = parseCertificateRequest(block.bytes);
    checkRequestSignature(request, crypto);
    return request;
  } catch {
    throw unreadable;
  }
}

/** ISO 8601: days, hours, minutes, seconds. */
function secondsOf(period: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(period);
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * DAY + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

function requestBody({ id, applicationId, templateId, status, request, created, certificateId, error }: CloudRequest): object {
  const date = new Date(created).toISOString().replace('Z', '+0000');
  return {
    id,
    companyId: 'csrlab',
    applicationId,
    certificateIssuingTemplateId: templateId,
    status,
    subjectDN: formatName(request.subject),
    ...{ creationDate: date, modificationDate: date },
    certificateIds: certificateId === undefined ? [] : [certificateId],
    ...(error === undefined ? {} : { errorInformation: error }),
  };
}

/** GET outagedetection/v1/certificaterequests/{id}. */
export function readRequest(call: CloudCall, id: string): HttpResponse {
  const found = call.state.requests.get(id);
  if (found === undefined) throw new CloudFault(404, CODE.notFound, 'Unable to find certificateRequest', [id]);
  const { method, path } = call.request;
  const delayed = call.faults.inProtocol('pending', { method, path, operation: 'poll' }) !== undefined;
  if (found.status === 'REQUESTED' && !delayed && found.pending-- <= 0) issue(call, found);
  return answer(200, requestBody(found));
}

function issue({ ca, clock, crypto, random, state }: CloudCall, made: CloudRequest): void {
  const now = Math.floor(clock.now() / 1000);
  const notAfter = Math.min(now + made.lifetime, ca.issuer.notAfter);
  const id = random.uuid();
  state.certificates.set(id, ca.issue(leafFor(made.request, { notBefore: now - BACKDATED, notAfter }, { crypto })));
  made.certificateId = id;
  made.status = 'ISSUED';
}

/** GET outagedetection/v1/certificates/{id}/contents: PEM, the certificate first unless the root is asked for first. */
export function readContents({ request, state, ca }: CloudCall, id: string): HttpResponse {
  const certificate = state.certificates.get(id);
  if (certificate === undefined) throw new CloudFault(404, CODE.notFound, 'Unable to find certificate', [id]);
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  if ((query.get('format') ?? 'PEM') === 'DER') return answer(200, certificate.raw, { 'content-type': 'application/octet-stream' });
  const chain = [certificate, ...ca.chain];
  const ordered = query.get('chainOrder') === 'ROOT_FIRST' ? chain.toReversed() : chain;
  return answer(200, ordered.map(pemOf).join(''), { 'content-type': 'text/plain' });
}

/** GET outagedetection/v1/certificates/{id}: what is known of a certificate. */
export function readCertificate({ state }: CloudCall, id: string): HttpResponse {
  const certificate = state.certificates.get(id);
  const made = [...state.requests.values()].find(({ certificateId }) => certificateId === id);
  if (certificate === undefined) throw new CloudFault(404, CODE.notFound, 'Unable to find certificate', [id]);
  const date = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('Z', '+0000');
  return answer(200, {
    id,
    companyId: 'csrlab',
    certificateRequestId: made?.id ?? null,
    subjectCN: [certificate.subject.commonName],
    serialNumber: certificate.serialNumber.toString(16).toUpperCase(),
    validityStart: date(certificate.notBefore),
    validityEnd: date(certificate.notAfter),
  });
}
