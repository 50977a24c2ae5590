import type { HttpResponse } from '../../../../base/env/http';
import type { Call, Target } from '../call';
import { deleteObject } from '../delete-object';
import { deleteOptions } from '../delete-options';
import { listAnswer } from '../list-answer';
import { listOptions } from '../list-options';
import { negotiateObject } from '../negotiate';
import { selectionOf } from '../selection';
import { pageOf } from './list';

/** Lists, then deletes one after the other; who vanished meanwhile does not matter. */
export async function deleteCollectionVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const options = listOptions(call, false);
  const page = pageOf(call, target, { options, selection: selectionOf(call, target) });
  const deletion = deleteOptions(call, target);
  for (const cell of page.listing.cells) await deleteObject(call, target, { key: cell.key, options: deletion });
  return listAnswer(call, target, { negotiated, page });
}
