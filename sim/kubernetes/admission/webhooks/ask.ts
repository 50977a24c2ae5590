import type { HttpResponse } from '../../../../base/env/http';
import { readBody } from '../../../../base/env/body';
import type { Effects, FetchRequest, Network } from '../../../../base/env/ports';
import { goQuote } from '../../../../base/go';
import { errorOf } from '../../../../kube/response-error';
import type { AdmissionResponse } from '../../../../kube/types/admission';
import type { AdmissionAttributes } from '../../model/admission';
import { CallFailure, denial, dryRunUnsupported } from './failure';
import type { Hook } from './hook';
import { Invalid, readAnswer, Unreadable } from './review-answer';
import { reviewRequest, type ReviewVersion } from './review-request';
import type { Invocation } from './invocation';
import type { ServiceResolver } from './services';

export interface WebhookTools {
  readonly network: Network;
  readonly effects: Effects;
  readonly services: ServiceResolver;
}

const VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/**
 * Asks one webhook and returns what it allows. Throws ApiError when it denies or may not be asked, CallFailure when no proper answer
 * came; warnings and audit annotations are passed on before a denial.
 */
export async function ask(
  attributes: AdmissionAttributes,
  invocation: Invocation,
  { mutating, tools }: { readonly mutating: boolean; readonly tools: WebhookTools },
): Promise<AdmissionResponse> {
  const { hook } = invocation;
  const { context } = attributes;
  if (context.dryRun && !hook.dryRun) throw dryRunUnsupported(hook.name);
  const version = hook.reviewVersions.find((one) => VERSIONS.includes(one)) as ReviewVersion | undefined;
  if (version === undefined) {
    const why = 'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)';
    throw new CallFailure(hook.name, why);
  }
  const expected = { uid: context.random.stream('admission').uuid(), version, mutating };
  const body = reviewRequest(attributes, invocation, expected);
  const answer = await tools.effects.run(`webhook ${hook.name}`, () => post(attributes, { hook, body, tools }));
  const response = read(hook, () => readAnswer(answer.body, answer.contentType, expected));
  for (const [key, value] of Object.entries(response.auditAnnotations ?? {})) context.annotate(`${hook.name}/${key}`, value);
  for (const warning of response.warnings ?? []) context.warn(warning);
  if (response.allowed !== true) throw denial(hook.name, response.status);
  return response;
}

interface Post {
  readonly hook: Hook;
  readonly body: Uint8Array;
  readonly tools: WebhookTools;
}

async function post(attributes: AdmissionAttributes, { hook, body, tools }: Post): Promise<{ body: Uint8Array; contentType: string }> {
  const url = urlOf(hook);
  const failed = (why: string, cause?: unknown): CallFailure =>
    new CallFailure(hook.name, `failed to call webhook: ${why}`, cause === undefined ? undefined : { cause });
  const answered = await exchange().catch((error: unknown) => {
    throw failed(`Post ${goQuote(url)}: ${error instanceof Error ? error.message : String(error)}`, error);
  });
  if (answered.status < 200 || answered.status > 206) throw failed(errorOf({ method: 'POST' }, answered).message);
  return { body: answered.body, contentType: String(answered.headers['content-type'] ?? '') };

  async function exchange(): Promise<HttpResponse & { readonly body: Uint8Array }> {
    const response = await tools.network.fetch(requestOf(attributes, { hook, body, tools }, url));
    return { ...response, body: await readBody(response) };
  }
}

function requestOf(attributes: AdmissionAttributes, { hook, body, tools }: Post, url: string): FetchRequest {
  const { service } = hook.clientConfig;
  const parsed = new URL(url);
  const { hostname } = parsed;
  const address = { namespace: service?.namespace ?? '', name: service?.name ?? '', port: service?.port ?? 443 };
  if (service !== undefined) parsed.host = tools.services(address, attributes.objects);
  return {
    method: 'POST',
    url: parsed.href,
    headers: {
      ...(parsed.hostname === hostname ? {} : { host: `${hostname}:${address.port}` }),
      'user-agent': 'kube-apiserver-admission',
      accept: 'application/json, */*',
      'content-type': 'application/json',
    },
    body,
    tls: { ...(hook.ca === undefined ? {} : { ca: hook.ca }), ...(parsed.hostname === hostname ? {} : { serverName: hostname }) },
    timeout: hook.timeoutSeconds * 1000,
  };
}

/** As errors show it: the port of a service is always written. */
function urlOf({ clientConfig: { url = '', service }, timeoutSeconds }: Hook): string {
  const base =
    service === undefined ? url : `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${rooted(service.path)}`;
  const [, origin = base, path = ''] = /^(https?:\/\/[^/]*)(\/.*)?$/.exec(base) ?? [];
  return `${origin}${path === '' ? '/' : path}?timeout=${timeoutSeconds}s`;
}

function rooted(path = ''): string {
  return path.startsWith('/') ? path : `/${path}`;
}

function read(hook: Hook, reader: () => AdmissionResponse): AdmissionResponse {
  try {
    return reader();
  } catch (error) {
    if (error instanceof Unreadable) throw new CallFailure(hook.name, `failed to call webhook: ${error.message}`);
    if (error instanceof Invalid) throw new CallFailure(hook.name, `received invalid webhook response: ${error.message}`);
    throw error;
  }
}
