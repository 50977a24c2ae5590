import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../kube/field-error';
import type { Call } from './call';
import { firstValue } from './query';

export interface ListOptions {
  readonly limit: number;
  readonly continue: string;
  /** As sent. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

const NONE: ListOptions = {
  limit: 0,
  continue: '',
  resourceVersion: '',
  resourceVersionMatch: '',
  allowWatchBookmarks: false,
  sendInitialEvents: undefined,
  timeoutSeconds: undefined,
};

const MATCHES = ['Exact', 'NotOlderThan', ''];

/** Reads the query of a list or a watch. Throws 400 for what cannot be read and 422 for what does not go together. */
export function listOptions(call: Call, watch: boolean): ListOptions {
  const { query } = call;
  if (query.size === 0) return NONE;
  const options: ListOptions = {
    limit: integer(firstValue(query, 'limit')) ?? 0,
    continue: firstValue(query, 'continue'),
    resourceVersion: firstValue(query, 'resourceVersion'),
    resourceVersionMatch: firstValue(query, 'resourceVersionMatch'),
    allowWatchBookmarks: boolean(query.get('allowWatchBookmarks')?.[0]) ?? false,
    sendInitialEvents: boolean(query.get('sendInitialEvents')?.[0]),
    timeoutSeconds: integer(firstValue(query, 'timeoutSeconds')),
  };
  const problems = watch ? watchProblems(options) : listProblems(options);
  if (problems.length > 0) throw ApiError.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', problems);
  return options;
}

/** Go's conversion of a query value to a bool: everything but `0` and `false` is true. */
export function boolean(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return text !== '0' && text.toLowerCase() !== 'false';
}

function integer(text: string): number | undefined {
  if (text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw ApiError.badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
  const value = Number(text);
  if (Math.abs(value) > 2 ** 63) throw ApiError.badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: value out of range`);
  return value;
}

function listProblems({ resourceVersion, resourceVersionMatch: match, sendInitialEvents, ...rest }: ListOptions): FieldError[] {
  const problems: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '') problems.push(forbidMatch('resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (rest.continue !== '') problems.push(forbidMatch('resourceVersionMatch is forbidden when continue is provided'));
    if (!MATCHES.includes(match)) problems.push(FieldErrors.notSupported('resourceVersionMatch', match, MATCHES));
    if (match === 'Exact' && resourceVersion === '0') {
      problems.push(forbidMatch('resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    problems.push(FieldErrors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return problems;
}

function watchProblems({ resourceVersionMatch: match, sendInitialEvents, continue: token }: ListOptions): FieldError[] {
  const problems: FieldError[] = [];
  if (match !== '' && sendInitialEvents === undefined) {
    problems.push(forbidMatch('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  }
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    problems.push(forbidMatch('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    if (match !== '') problems.push(FieldErrors.notSupported('resourceVersionMatch', match, ['NotOlderThan']));
  }
  if (match !== '' && token !== '') problems.push(forbidMatch('resourceVersionMatch is forbidden when continue is provided'));
  return problems;
}

function forbidMatch(why: string): FieldError {
  return FieldErrors.forbidden('resourceVersionMatch', why);
}
