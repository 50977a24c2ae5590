import { escapeHtml, indentJson } from '../../../base/go';
import type { HttpHeaders, HttpResponse } from '../../../base/env/http';
import type { GroupVersionKind, KubeObject } from '../../../kube/meta';
import { apiVersionOf } from '../../../kube/meta';
import type { Status } from '../../../kube/status';
import { concat, textOf, utf8 } from './bytes';
import type { Call } from './call';
import { MEDIA_TYPES, negotiate, type Negotiated, type Offer } from './media-type';
import { protobufTree } from './protobuf';
import { yamlText } from './yaml';

const NEWLINE = utf8('\n');
const STATUS_OFFER: Offer = { media: ['json', 'yaml', 'protobuf'], table: false, partial: false };
// Browsers and people at a terminal get indentation unless they say otherwise.
const HUMANS = /^(curl|Wget|Mozilla\/5\.0)/;

/** Answers with an object whose JSON is there already: `parts` make up the whole object without a line break. */
export function bytesAnswer(call: Call, status: number, parts: readonly Uint8Array[]): HttpResponse {
  return bodyAnswer(call, status, concat([...parts, NEWLINE]));
}

/** The same with the line break at its end. */
export function bodyAnswer(call: Call, status: number, whole: Uint8Array): HttpResponse {
  const body = wantsIndentation(call) ? utf8(`${indentJson(textOf(whole).trimEnd())}\n`) : whole;
  return { status, headers: headersOf(call, MEDIA_TYPES.json), body };
}

/** Answers with a tree that has its kind and apiVersion. */
export function treeAnswer(call: Call, status: number, tree: object, { media }: Pick<Negotiated, 'media'> = PLAIN): HttpResponse {
  if (media === 'yaml') return { status, headers: headersOf(call, MEDIA_TYPES.yaml), body: utf8(yamlText(tree)) };
  if (media === 'protobuf') return protobufAnswer(call, status, protobufTree(tree));
  return bytesAnswer(call, status, [utf8(escapeHtml(JSON.stringify(tree)))]);
}

export function protobufAnswer(call: Call, status: number, body: Uint8Array): HttpResponse {
  return { status, headers: headersOf(call, MEDIA_TYPES.protobuf), body };
}

export function textAnswer(call: Call, status: number, text: string): HttpResponse {
  const headers = { ...headersOf(call, 'text/plain; charset=utf-8'), 'x-content-type-options': 'nosniff' };
  return { status, headers, body: utf8(text) };
}

/** A Status is never transformed; what the client cannot be given as it asked comes as JSON. */
export function statusAnswer(call: Call, status: Status, code: number): HttpResponse {
  const negotiated = negotiate(call.header('accept'), STATUS_OFFER) ?? PLAIN;
  const answer = treeAnswer(call, code, status, negotiated);
  const retry = status.details?.retryAfterSeconds;
  const extra: HttpHeaders = {
    ...(retry === undefined || retry === 0 ? {} : { 'retry-after': String(retry) }),
    ...(code === 403 ? { 'x-content-type-options': 'nosniff' } : {}),
  };
  return { ...answer, headers: { ...answer.headers, ...extra } };
}

export function withKindFirst(object: KubeObject, kind: GroupVersionKind): KubeObject {
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), ...object };
}

export function headersOf(call: Call, contentType: string): HttpHeaders {
  const { flow } = call.kernel;
  return {
    'audit-id': call.auditId,
    'cache-control': 'no-cache, private',
    'content-type': contentType,
    ...(call.warnings.length === 0 ? {} : { warning: warningHeaders(call.warnings) }),
    'x-kubernetes-pf-flowschema-uid': flow.schema,
    'x-kubernetes-pf-prioritylevel-uid': flow.level,
  };
}

const PLAIN: Negotiated = { media: 'json', pretty: false };

function wantsIndentation(call: Call): boolean {
  const mark = call.request.path.indexOf('pretty');
  if (mark < 0) return HUMANS.test(call.header('user-agent'));
  const asked = call.query.get('pretty')?.[0];
  return asked === undefined ? HUMANS.test(call.header('user-agent')) : isTrue(asked);
}

function isTrue(text: string): boolean {
  return text !== '0' && text.toLowerCase() !== 'false';
}

// The server keeps 4096 characters of warnings in all and then 256 of each.
const WARNINGS_TOTAL = 4096;
const WARNING_LENGTH = 256;

function warningHeaders(warnings: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let total = 0;
  for (const warning of warnings) {
    total += warning.length;
    kept.push(`299 - "${warning.replace(/["\\]/g, '\\$&')}"`);
    if (total > WARNINGS_TOTAL) break;
  }
  return total > WARNINGS_TOTAL ? warnings.map((text) => `299 - "${text.slice(0, WARNING_LENGTH).replace(/["\\]/g, '\\$&')}"`) : kept;
}
