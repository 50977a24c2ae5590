import { ApiError } from '../../../../kube/api-error';
import type { KeyDocument } from '../../access';
import { headersOf } from '../answer';
import { utf8 } from '../bytes';
import type { NonResourceHandler } from '../call';
import { routerAccepts, routerNotAcceptable } from '../media-type';

/** Serves a document that tells others how to check this server's tokens. Anybody who may read it may keep it for a while. */
export function keyDocumentHandler({ contentType, cacheControl, body }: KeyDocument): NonResourceHandler {
  const bytes = utf8(body);
  return (call) => {
    if (call.request.method !== 'GET') throw ApiError.methodNotSupported();
    if (!routerAccepts(call.header('accept'), [contentType])) throw routerNotAcceptable([contentType]);
    return { status: 200, headers: { ...headersOf(call, contentType), 'cache-control': cacheControl }, body: bytes };
  };
}
