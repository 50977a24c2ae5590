import { without } from '../../../base/objects';
import { ApiError } from '../../../kube/api-error';
import type { FieldError } from '../../../kube/field-error';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { pathSegmentName, validateNames, validateObjectMeta } from '../../../kube/validation';
import type { Endpoint } from '../model/definition';
import type { Call, Target } from './call';
import { namespaceOf } from './place';

/** rest.BeforeCreate: fills what the server fills, lets the strategy prepare, validates. Throws 422. */
export function beforeCreate(call: Call, target: Target, object: KubeObject): KubeObject {
  const { endpoint, definition } = target;
  const { strategy } = endpoint;
  const metadata = filledMetadata(call, target, object.metadata ?? {});
  const filled = metadata === object.metadata ? object : { ...object, metadata };
  const prepared = strategy.prepareForCreate?.(filled, call) ?? filled;
  const counted = strategy.generation === true ? withGeneration(prepared, 1) : prepared;
  const meta = counted.metadata ?? {};
  const rules = { namespaced: definition.namespaced, validateName: strategy.validateName ?? pathSegmentName };
  const errors = [...validateObjectMeta(meta, rules), ...(strategy.validate?.(counted, call) ?? [])];
  const generic = errors.length > 0 || strategy.validateName === undefined ? errors : validateNames(meta, pathSegmentName);
  if (generic.length > 0) throw invalid(endpoint, meta.name ?? '', generic);
  for (const warning of strategy.warningsOnCreate?.(counted, call) ?? []) call.warn(warning);
  return strategy.canonicalize?.(counted) ?? counted;
}

export function withGeneration(object: KubeObject, generation: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, generation } };
}

/** 422 under the name of the kind that Go validates. */
export function invalid({ kind, strategy }: Endpoint, name: string, errors: readonly FieldError[]): ApiError {
  return ApiError.invalid({ group: strategy.errorGroup ?? kind.group, kind: strategy.errorKind ?? kind.kind }, name, errors);
}

function filledMetadata(call: Call, target: Target, sent: ObjectMeta): ObjectMeta {
  const namespace = namespaceOf(call, target);
  const name = sent.name !== undefined && sent.name !== '' ? sent.name : generatedName(call, sent.generateName ?? '');
  const deleting = sent.deletionTimestamp !== undefined || sent.deletionGracePeriodSeconds !== undefined;
  if (name === sent.name && namespace === (sent.namespace ?? '') && !deleting) return sent;
  return {
    ...without(sent, 'namespace', 'deletionTimestamp', 'deletionGracePeriodSeconds'),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
  };
}

// Without vowels and look-alikes, so that no suffix says anything.
const SUFFIX_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const BASE_MAX = 63 - SUFFIX_LENGTH;

function generatedName(call: Call, base: string): string {
  if (base === '') return '';
  const stream = call.random.stream('generate-name');
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += SUFFIX_CHARACTERS[stream.integer(SUFFIX_CHARACTERS.length)] ?? '';
  return base.slice(0, BASE_MAX) + suffix;
}
