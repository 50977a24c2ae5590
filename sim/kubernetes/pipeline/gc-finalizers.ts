import type { Strategy } from '../model/strategy';
import type { DeleteOptions } from './delete-options';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers of an object after a DELETE with these options: the garbage collector's come and go with the policy. */
export function finalizersAfterDelete(finalizers: readonly string[], options: DeleteOptions, strategy: Strategy): readonly string[] {
  if (strategy.garbageCollected === false) return finalizers;
  const policy = policyOf(finalizers, options, strategy);
  const others = finalizers.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const wanted = [...others, ...(policy === 'Orphan' ? [ORPHAN] : []), ...(policy === 'Foreground' ? [FOREGROUND] : [])];
  const same = wanted.length === finalizers.length && wanted.every((finalizer) => finalizers.includes(finalizer));
  return same ? finalizers : wanted;
}

/** What the request says goes first, then what the object's finalizers say, then the kind's default. */
function policyOf(finalizers: readonly string[], { orphanDependents, propagationPolicy }: DeleteOptions, strategy: Strategy): string {
  if (orphanDependents !== undefined) return orphanDependents ? 'Orphan' : 'Background';
  if (propagationPolicy !== undefined && propagationPolicy !== '') return propagationPolicy;
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  if (finalizers.includes(FOREGROUND)) return 'Foreground';
  return strategy.orphansByDefault === true ? 'Orphan' : 'Background';
}
