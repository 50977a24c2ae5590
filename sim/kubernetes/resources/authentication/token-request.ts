import { ApiError } from '../../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { KubeObject } from '../../../../kube/meta';
import { timeText } from '../../../../kube/time';
import type { TokenRequest, TokenRequestSpec } from '../../../../kube/types/authentication';
import type { ServiceAccountTokens } from '../../access';
import type { Action, ActionWorld } from '../../model/action';
import type { RequestContext } from '../../model/request-context';
import type { Strategy } from '../../model/strategy';
import { boundObjects } from './bound-objects';

const DEFAULT_EXPIRATION = 3600;
const MIN_EXPIRATION = 600;
const MAX_EXPIRATION = 2 ** 32;

/** What kubelet asks for in pods' names; their tokens live on for a year, but are called old after this (seconds). */
const POD_EXPIRATION = 3607;
const EXTENDED_EXPIRATION = 365 * 24 * 3600;

const REQUEST_KIND = { group: 'authentication.k8s.io', kind: 'TokenRequest' };

/** `serviceaccounts/token`: a new token of the account, and the request filled up with what was not said. */
export function tokenRequest(tokens: ServiceAccountTokens): Action {
  return (body: TokenRequest, context, world) => {
    const account = accountOf(body, context, world);
    const now = context.clock.now();
    const spec = withDefaults(body.spec ?? {}, tokens);
    const errors = validateSpec(spec);
    if (errors.length > 0) throw ApiError.invalid(REQUEST_KIND, '', errors);
    const bound = boundObjects(spec.boundObjectRef, context.info, world.objects);
    const expiration = shortened(spec.expirationSeconds, tokens.maxExpiration, context);
    const { name = '', namespace = '', uid = '' } = account.metadata ?? {};
    const seconds = Math.floor(now / 1000);
    const extended = bound.pod !== undefined && expiration === POD_EXPIRATION && isForServer(spec.audiences, tokens);
    const token = tokens.issue({
      namespace,
      account: { name, uid },
      audiences: spec.audiences,
      issuedAt: seconds,
      notBefore: seconds,
      expiry: seconds + (extended ? EXTENDED_EXPIRATION : expiration),
      id: context.random.stream('service-account-token').uuid(),
      ...bound,
      ...(extended ? { warnAfter: seconds + expiration } : {}),
    });
    return {
      ...body,
      metadata: { ...body.metadata, name, namespace, uid, creationTimestamp: timeText(now) },
      spec: { ...spec, expirationSeconds: expiration },
      status: { token, expirationTimestamp: timeText(now + expiration * 1000) },
    } as KubeObject;
  };
}

function accountOf({ metadata = {} }: TokenRequest, { info }: RequestContext, world: ActionWorld): KubeObject {
  if ((metadata.name ?? '') !== '' && metadata.name !== info.name) {
    const error = FieldErrors.invalid('metadata.name', metadata.name, 'must match the service account name if specified');
    throw ApiError.invalid(REQUEST_KIND, info.name, [error]);
  }
  const account = world.parent ?? world.objects.get('serviceaccounts', info.namespace, info.name);
  if (account === undefined) throw ApiError.notFound({ group: '', resource: 'serviceaccounts' }, info.name);
  const [asked, actual] = [metadata.uid ?? '', account.metadata?.uid ?? ''];
  if (asked === '' || asked === actual) return account;
  const why = `the UID in the token request (${asked}) does not match the UID of the service account (${actual})`;
  throw ApiError.conflict({ group: REQUEST_KIND.group, resource: REQUEST_KIND.kind }, info.name, why);
}

/** Defaults come before managers are recorded, so that a request without a duration owns the default one. */
export const tokenRequestStrategy: Strategy<TokenRequest> = {
  applyDefaults: (request) => ({
    ...request,
    spec: { ...request.spec, expirationSeconds: request.spec?.expirationSeconds ?? DEFAULT_EXPIRATION },
  }),
};

type FullSpec = TokenRequestSpec & Required<Pick<TokenRequestSpec, 'audiences' | 'expirationSeconds'>>;

function withDefaults(spec: TokenRequestSpec, { audiences: own }: ServiceAccountTokens): FullSpec {
  const { audiences = [], expirationSeconds = DEFAULT_EXPIRATION } = spec;
  return { ...spec, audiences: audiences.length === 0 ? [...own] : audiences, expirationSeconds };
}

function validateSpec({ expirationSeconds }: FullSpec): FieldError[] {
  const refuse = (detail: string): FieldError[] => [FieldErrors.invalid('spec.expirationSeconds', expirationSeconds, detail)];
  if (expirationSeconds < MIN_EXPIRATION) return refuse('may not specify a duration less than 10 minutes');
  return expirationSeconds > MAX_EXPIRATION ? refuse('may not specify a duration larger than 2^32 seconds') : [];
}

function shortened(asked: number, limit: number | undefined, context: RequestContext): number {
  if (limit === undefined || asked <= limit) return asked;
  context.warn(`requested expiration of ${asked} seconds shortened to ${limit} seconds`);
  return limit;
}

function isForServer(audiences: readonly string[], { audiences: own }: ServiceAccountTokens): boolean {
  return audiences.every((audience) => own.includes(audience));
}
