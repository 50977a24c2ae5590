import type { Handler, HttpRequest, HttpResponse, Peer } from '../../../base/env/http';
import { ApiError } from '../../../kube/api-error';
import { forbiddenError, requestInfo } from '../access';
import { statusAnswer } from './answer';
import { Call } from './call';
import type { Kernel } from './kernel';
import { route } from './route';

/**
 * Every request takes this way, whatever it is about:
 * authenticate → impersonate → authorize → route → (negotiate → decode → mutate → admit → validate → store → encode) → audit.
 * The stages in parentheses belong to the verbs.
 */
export function createPipeline(kernel: Kernel): Handler {
  return async (request, peer) => {
    const call = new Call(kernel, request, peer, requestInfo(request.method, request.path));
    const response = await answer(kernel, call, request, peer);
    kernel.audit?.answered(call, response);
    return response;
  };
}

async function answer(kernel: Kernel, call: Call, request: HttpRequest, peer: Peer): Promise<HttpResponse> {
  try {
    call.caller = kernel.authenticator.authenticate(request.headers, peer, (text) => call.warn(text));
    call.user = kernel.impersonator(call.caller, call.info, request.headers)?.user ?? call.caller;
    const decision = kernel.authorizer.authorize(call.user, call.info);
    if (!decision.allowed) throw forbiddenError(call.user, call.info, decision.reason);
    return await route(call);
  } catch (error) {
    return failure(call, error);
  }
}

/** The one place that turns a thrown error into an answer. */
function failure(call: Call, error: unknown): HttpResponse {
  if (error instanceof ApiError) return statusAnswer(call, error.status, error.code);
  const why = error instanceof Error ? error.message : String(error);
  const { status } = ApiError.internalError(why);
  return statusAnswer(call, status, 500);
}
