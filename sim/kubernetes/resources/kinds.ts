import data from './data/kinds.json';

/** What is particular about a kind and can be said in data. */
export interface KindFacts {
  readonly name: 'any' | 'subdomain' | 'label' | 'ip';
  /** Validations of metadata that upstream repeats on update, beyond the generic ones: seen in how often an error is reported. */
  readonly updateChecks: readonly MetadataCheck[];
  /** The same for `/status`; absent where there is no such endpoint. */
  readonly statusUpdateChecks?: readonly MetadataCheck[];
  /** `qualified` takes any bare name. Default: only Kubernetes' own may be bare. */
  readonly finalizers?: 'qualified';
  readonly generation?: boolean;
  /** Members of metadata whose change makes a new generation, as one of the spec does. */
  readonly generationCounts?: readonly ('labels' | 'annotations')[];
  readonly deleteReturns?: 'object';
  /** DELETE without a policy leaves dependants alone. */
  readonly orphans?: boolean;
  /** False: PUT needs a resourceVersion. */
  readonly unconditional?: boolean;
  readonly putCreates?: boolean;
  /** A finalizer that every object gets at its creation. */
  readonly protection?: string;
  /** Metadata that `/status` leaves as it was. */
  readonly statusKeeps?: readonly string[];
  /** Field labels, which are paths; what stands after `=` is meant by an absent value. */
  readonly selectable?: readonly string[];
  /** Whether metadata.namespace is a field label. Default: what the scope says. */
  readonly selectableNamespace?: boolean;
}

export type MetadataCheck = 'full' | 'update';

const kinds = data as Readonly<Record<string, KindFacts>>;

/** By `resource.group`. */
export function factsOf(groupResource: string): KindFacts | undefined {
  return Object.hasOwn(kinds, groupResource) ? kinds[groupResource] : undefined;
}
