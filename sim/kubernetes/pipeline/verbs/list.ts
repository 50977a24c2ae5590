import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { Cell } from '../../store/cell';
import type { Collection } from '../../store/collection';
import type { Call, Target } from '../call';
import { decodeContinue, encodeContinue } from '../continue-token';
import { shown } from '../encode';
import { listAnswer, type Page } from '../list-answer';
import { currentListing, Listing } from '../list-memory';
import { listOptions, type ListOptions } from '../list-options';
import { negotiateObject } from '../negotiate';
import { collectionOf, namespaceOf } from '../place';
import { checkReachable, parseRevision, revisionProblem } from '../revision';
import { selectionOf, type Selection } from '../selection';

export function listVerb(call: Call, target: Target): HttpResponse {
  const negotiated = negotiateObject(call, target);
  const options = listOptions(call, false);
  const selection = selectionOf(call, target);
  return listAnswer(call, target, { negotiated, page: pageOf(call, target, { options, selection }) });
}

export function pageOf(
  call: Call,
  target: Target,
  { options, selection }: { readonly options: ListOptions; readonly selection: Selection },
): Page {
  const collection = collectionOf(call, target);
  const namespace = namespaceOf(call, target);
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const { revision, start, limit } = positionOf(call, options);
  const exact = revision !== undefined;
  if (exact && revision < collection.compacted) throw tooOld(call, options);
  const everything = selection.empty;
  const selects = (cell: Cell): boolean => everything || selection.matches(shown(cell, target.version));
  if (!exact && start === '' && limit === 0) {
    const { version } = target;
    const listing = currentListing({ collection, version, key: `${prefix} ${selection.key}` }, () => selected(collection, prefix, selects));
    return { listing, revision: call.kernel.store.revision, continue: '', remaining: undefined };
  }
  const cells: Cell[] = [];
  let more = false;
  let remaining = 0;
  collection.scan({ prefix, ...(exact ? { revision } : {}), ...(start === '' ? {} : { start: prefix + start }) }, (cell) => {
    if (limit > 0 && cells.length === limit) {
      more = true;
      remaining++;
      return everything;
    }
    if (selects(cell)) cells.push(cell);
    return true;
  });
  const at = revision ?? call.kernel.store.revision;
  const last = cells.at(-1)?.key.slice(prefix.length);
  return {
    listing: new Listing(cells),
    revision: at,
    continue: more && last !== undefined ? encodeContinue(at, last) : '',
    remaining: more && everything ? remaining : undefined,
  };
}

function selected(collection: Collection, prefix: string, selects: (cell: Cell) => boolean): readonly Cell[] {
  const cells: Cell[] = [];
  collection.scan({ prefix }, (cell) => {
    if (selects(cell)) cells.push(cell);
    return true;
  });
  return cells;
}

interface Position {
  /** Undefined reads what is there now. */
  readonly revision: number | undefined;
  readonly start: string;
  readonly limit: number;
}

function positionOf(call: Call, options: ListOptions): Position {
  const { resourceVersion, resourceVersionMatch: match, limit } = options;
  if (options.continue !== '') {
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw ApiError.badRequest('specifying resource version is not allowed when using continue');
    }
    const token = decodeContinue(options.continue);
    return { revision: token.revision < 0 ? undefined : token.revision, start: token.start, limit };
  }
  if (resourceVersion === '') return { revision: undefined, start: '', limit };
  const revision = parseRevision(resourceVersion);
  if (revision === undefined) throw ApiError.badRequest(`invalid resource version: ${revisionProblem(resourceVersion)}`);
  if (revision === 0) return { revision: undefined, start: '', limit: 0 };
  checkReachable(call, revision);
  const exact = match === 'Exact' || (match === '' && limit > 0);
  return { revision: exact ? revision : undefined, start: '', limit };
}

const EXPIRED_PAGE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function tooOld(_call: Call, options: ListOptions): ApiError {
  if (options.continue === '') return ApiError.resourceExpired('The resourceVersion for the provided list is too old.');
  const { start } = decodeContinue(options.continue);
  return ApiError.resourceExpired(EXPIRED_PAGE, { continue: encodeContinue(-1, start.replace(/\0$/, '')) });
}
