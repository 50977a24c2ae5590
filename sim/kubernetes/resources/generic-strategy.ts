import type { FieldError } from '../../../kube/field-error';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import {
  anyName,
  dnsLabelName,
  dnsSubdomainName,
  validateObjectMeta,
  validateObjectMetaUpdate,
  type NameRule,
  type ObjectMetaRules,
} from '../../../kube/validation';
import type { Strategy } from '../model/strategy';
import { standardFinalizerErrors } from './common/metadata';
import { at, scalarAt, withMember } from './common/tree';
import type { KindFacts, MetadataCheck } from './kinds';
import { ipAddressName } from './networking/ip-address-name';

/** An object of a kind that is only stored: whatever else it has travels through. */
export type Stored = KubeObject & { spec?: unknown; status?: unknown };

const NAME_RULES: Readonly<Record<KindFacts['name'], NameRule>> = {
  any: anyName,
  subdomain: dnsSubdomainName,
  label: dnsLabelName,
  ip: ipAddressName,
};

/** The strategy of a main endpoint as far as the facts tell it. */
export function mainStrategy(facts: KindFacts): Strategy<Stored> {
  const hasStatus = facts.statusUpdateChecks !== undefined;
  return {
    ...commonStrategy(facts),
    ...(hasStatus ? { resetFields: [['status']] } : {}),
    prepareForCreate: (object) => protectedBy(facts.protection, hasStatus ? withMember(object, 'status', undefined) : object),
    validate: (object) => (facts.finalizers === 'qualified' ? [] : standardFinalizerErrors(object)),
    prepareForUpdate: (next, current) => (hasStatus ? withMember(next, 'status', current.status) : next),
    validateUpdate: (next, current) => metadataErrors(next, current, facts, facts.updateChecks),
  };
}

/** The strategy of `/status`: metadata and status are taken from the request, the rest stays. */
export function statusStrategy(facts: KindFacts): Strategy<Stored> {
  const keeps = facts.statusKeeps ?? [];
  return {
    ...commonStrategy(facts),
    resetFields: [['spec'], ...keeps.map((member) => ['metadata', member])],
    prepareForUpdate: (next, current) => {
      const metadata = keeps.reduce((meta, member) => keepMember(meta, current.metadata ?? {}, member), next.metadata ?? {});
      return withMember({ ...current, metadata }, 'status', next.status);
    },
    validateUpdate: (next, current) => metadataErrors(next, current, facts, facts.statusUpdateChecks ?? []),
  };
}

/** What all endpoints of a kind share. */
export function commonStrategy(facts: KindFacts): Strategy<Stored> {
  return {
    validateName: NAME_RULES[facts.name],
    allowCreateOnUpdate: facts.putCreates ?? false,
    allowUnconditionalUpdate: facts.unconditional ?? true,
    generation: facts.generation ?? false,
    generationCounts: facts.generationCounts ?? [],
    deleteReturns: facts.deleteReturns ?? 'status',
    orphansByDefault: facts.orphans ?? false,
    // Left out where there are none: such kinds refuse unknown fields in other words.
    ...(facts.selectable === undefined ? {} : { selectableFields: Object.fromEntries(facts.selectable.map(selectableField)) }),
    ...(facts.selectableNamespace === undefined ? {} : { selectableNamespace: facts.selectableNamespace }),
  };
}

function metadataErrors(next: Stored, current: Stored, facts: KindFacts, checks: readonly MetadataCheck[]): FieldError[] {
  const [meta, stored] = [next.metadata ?? {}, current.metadata ?? {}];
  const rules: ObjectMetaRules = {
    namespaced: stored.namespace !== undefined,
    validateName: NAME_RULES[facts.name],
    standardFinalizers: facts.finalizers !== 'qualified',
  };
  return checks.flatMap((check) => (check === 'full' ? validateObjectMeta(meta, rules) : validateObjectMetaUpdate(meta, stored, rules)));
}

function protectedBy(finalizer: string | undefined, object: Stored): Stored {
  const finalizers = object.metadata?.finalizers ?? [];
  if (finalizer === undefined || finalizers.includes(finalizer)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

function keepMember(meta: ObjectMeta, stored: ObjectMeta, member: string): ObjectMeta {
  return withMember<Readonly<Record<string, unknown>>>({ ...meta }, member, at(stored, member));
}

function selectableField(label: string): [string, (object: Stored) => string] {
  const [path = '', absent = ''] = label.split('=');
  const steps = path.split('.');
  return [path, (object) => scalarAt(object, ...steps) || absent];
}
