import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { ApiError } from '../../../kube/api-error';
import { goQuote } from '../../../base/go';
import { escapeHtml, forbiddenError, requestInfoReader, RequestInfoError } from '../access';
import { statusAnswer } from './answer';
import { audited } from './audited';
import { utf8 } from './bytes';
import { Call } from './call';
import { checkDeadline } from './deadline';
import type { Kernel } from './call';
import { route } from './route';
import type { RequestInfo } from '../model/request-context';

/**
 * Every request takes this way, whatever it is about:
 * authenticate → impersonate → authorize → route → (negotiate → decode → mutate → admit → validate → store → encode) → audit.
 * The stages in parentheses belong to the verbs.
 */
export function createPipeline(kernel: Kernel): Handler {
  const read = requestInfoReader();
  return async (request, peer) => {
    const info = readInfo(read, request);
    if (info instanceof RequestInfoError) return unreadableAnswer(kernel, request, info);
    const call = new Call(kernel, request, peer, info);
    const response = await answer(kernel, call);
    return call.audit === undefined ? response : audited(call.audit, call, response);
  };
}

function readInfo(read: ReturnType<typeof requestInfoReader>, request: HttpRequest): RequestInfo | RequestInfoError {
  try {
    return read(request.method, request.path);
  } catch (error) {
    if (error instanceof RequestInfoError) return error;
    throw error;
  }
}

/** Before anybody is asked for: in plain text, and not even a Status. */
function unreadableAnswer(kernel: Kernel, request: HttpRequest, { message }: RequestInfoError): HttpResponse {
  const text = `Internal Server Error: ${goQuote(request.path)}: failed to create RequestInfo: ${message}`;
  const headers = {
    'audit-id': kernel.random.stream('audit').uuid(),
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  };
  return { status: 500, headers, body: utf8(`${escapeHtml(text)}\n`) };
}

async function answer(kernel: Kernel, call: Call): Promise<HttpResponse> {
  try {
    checkDeadline(call);
    identify(kernel, call);
    const decision = kernel.authorizer.authorize(call.user, call.info);
    call.audit?.decided(decision);
    if (!decision.allowed) throw forbiddenError(call.user, call.info, decision.reason);
    return await route(call);
  } catch (error) {
    return failure(call, error);
  }
}

/** Who asks, and whom they act as. Throws 401, 400 and 403. */
function identify(kernel: Kernel, call: Call): void {
  const { auditId, request, peer, info } = call;
  try {
    call.caller = kernel.authenticator.authenticate(request.headers, peer, (text) => call.warn(text));
  } catch (error) {
    call.audit = kernel.audit?.begin({ auditId, request, peer, info });
    throw error;
  }
  call.audit = kernel.audit?.begin({ auditId, request, peer, info, user: call.caller });
  const impersonation = kernel.impersonator(call.caller, info, request.headers);
  call.user = impersonation?.user ?? call.caller;
  if (impersonation !== undefined) call.audit?.impersonated(impersonation.user, impersonation.constraint);
}

/** The one place that turns a thrown error into an answer. */
function failure(call: Call, error: unknown): HttpResponse {
  if (error instanceof ApiError) {
    call.audit?.responseStatus(error.status);
    return statusAnswer(call, error.status, error.code);
  }
  const why = error instanceof Error ? error.message : String(error);
  call.audit?.panicked(why);
  return statusAnswer(call, ApiError.internalError(why).status, 500);
}
