import { ApiError } from '../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { decodeDeleteOptions } from '../codec';
import type { Call, Target } from './call';
import { checkBodyType } from './decode-body';
import { MEDIA_TYPES } from './media-type';
import { boolean } from './list-options';
import { firstValue } from './query';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly orphanDependents?: boolean;
  readonly propagationPolicy?: string;
  readonly dryRun?: readonly string[];
}

const POLICIES = ['Foreground', 'Background', 'Orphan', 'nil'];

/** From the body when there is one, whatever it says, otherwise from the query. Throws 400, 415 and 422. */
export function deleteOptions(call: Call, target: Target): DeleteOptions {
  const { body } = call.request;
  const options = body === undefined || body.length === 0 ? queryOptions(call) : bodyOptions(call, target);
  const problems = problemsOf(options);
  if (problems.length > 0) throw ApiError.invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', problems);
  call.dryRun = (options.dryRun ?? []).length > 0;
  return options;
}

function queryOptions({ query }: Call): DeleteOptions {
  const grace = firstValue(query, 'gracePeriodSeconds');
  const policy = firstValue(query, 'propagationPolicy');
  const orphan = boolean(query.get('orphanDependents')?.[0]);
  const dryRun = (query.get('dryRun') ?? []).filter((value) => value !== '');
  if (grace !== '' && !/^[+-]?\d+$/.test(grace)) throw ApiError.badRequest(`strconv.ParseInt: parsing "${grace}": invalid syntax`);
  return {
    ...(grace === '' ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy === '' ? {} : { propagationPolicy: policy }),
    ...(orphan === undefined ? {} : { orphanDependents: orphan }),
    ...(dryRun.length === 0 ? {} : { dryRun }),
  };
}

function bodyOptions(call: Call, target: Target): DeleteOptions {
  const media = checkBodyType(call, target);
  return decodeDeleteOptions(call.request.body ?? new Uint8Array(), MEDIA_TYPES[media]);
}

function problemsOf({ propagationPolicy: policy, orphanDependents, dryRun = [] }: DeleteOptions): FieldError[] {
  const problems: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined) {
    problems.push(FieldErrors.invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  }
  if (policy !== undefined && policy !== '' && !POLICIES.slice(0, 3).includes(policy)) {
    problems.push(FieldErrors.notSupported('propagationPolicy', policy, POLICIES));
  }
  if (dryRun.some((value) => value !== 'All')) problems.push(FieldErrors.notSupported('dryRun', dryRun, ['All']));
  return problems;
}
