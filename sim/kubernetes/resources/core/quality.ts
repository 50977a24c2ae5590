import { entriesAt, listAt } from '../common/tree';

const COMPUTE: readonly string[] = ['cpu', 'memory'];

/** A pod's quality of service class, from what its containers ask for and are limited to. */
export function qualityOf(spec: unknown): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')];
  const asked = containers.map((container) => ({ limits: amounts(container, 'limits'), requests: amounts(container, 'requests') }));
  if (asked.every(({ limits, requests }) => limits.size === 0 && requests.size === 0)) return 'BestEffort';
  const guaranteed = asked.every(({ limits, requests }) => {
    return COMPUTE.every((name) => limits.has(name) && (requests.get(name) ?? limits.get(name)) === limits.get(name));
  });
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amounts(container: unknown, member: string): ReadonlyMap<string, unknown> {
  return new Map(entriesAt(container, 'resources', member).filter(([name]) => COMPUTE.includes(name)));
}
