import { BoundedMap } from '../../../../kube/bounded-map';
import { createRestMapper } from '../../../../kube/discovery';
import { createRecorder } from '../../../../kube/events';
import type { KubeObject, OwnerReference } from '../../../../kube/meta';
import { defaultControllerLimiter } from '../../../../kube/rate-limiter';
import { RetryLater } from '../../../../kube/workers';
import { goQuote } from '../../../../base/go';
import { isCode, startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';
import { DependencyGraph } from './graph';
import type { GraphWork } from './graph';
import { FOREGROUND, ORPHAN, blockingDependents, hasFinalizer, identityText, isBeingDeleted } from './node';
import type { GraphNode, Identity } from './node';
import { startMonitors } from './monitors';
import { Objects } from './objects';
import type { Propagation } from './objects';

/**
 * kube-controller-manager's reads and writes give the client that deleted an owner the time to delete dependents itself. Without a
 * wait an in-process collector would always win.
 */
export const GARBAGE_DELAY = 100;

const WORKERS = 20;
const ABSENT_REMEMBERED = 500;

interface Verdict {
  /** Owners that exist and are not waiting for this object. */
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  /** Owners in foreground deletion. */
  readonly waiting: readonly OwnerReference[];
}

/** `garbagecollector`: deletes objects whose owners are gone, in the foreground, in the background, or orphans them. `delay` in milliseconds. */
export function startGarbageCollector(context: ControllerContext, delay: number = GARBAGE_DELAY): Controller {
  const client = context.client('generic-garbage-collector');
  const objects = new Objects(client, createRestMapper(client));
  const absent = new BoundedMap<true>(ABSENT_REMEMBERED);
  const recorder = createRecorder({
    client,
    clock: context.clock,
    random: context.random,
    component: 'garbage-collector-controller',
    onError: (error) => context.onError(error, 'garbagecollector: event'),
  });

  const work: GraphWork = {
    attemptToDelete: ({ identity }) => deletions.queue.addAfter(identity.uid, delay),
    attemptLater: ({ identity }) => deletions.queue.addRateLimited(identity.uid),
    attemptToOrphan: ({ identity }) => orphans.queue.addAfter(identity.uid, delay),
    absent: (owner) => absent.set(identityText(owner), true),
    invalidNamespace: ({ identity }, { apiVersion, kind, name, uid }) => {
      const owner = identityText({ apiVersion, kind, name, uid, namespace: identity.namespace });
      const message = `ownerRef ${owner} does not exist in namespace ${goQuote(identity.namespace)}`;
      recorder.event(objectOf(identity), 'Warning', 'OwnerRefInvalidNamespace', message);
    },
  };
  const graph = new DependencyGraph(work);

  const deletions = startLoop(context, {
    name: 'garbagecollector',
    limiter: defaultControllerLimiter(context.clock),
    workers: WORKERS,
    sync: async (uid) => {
      const node = graph.get(uid);
      if (node === undefined) return;
      await attempt(node);
      // One that was only heard of is asked for until it is seen, or found missing.
      if (graph.get(uid)?.virtual === true) throw new RetryLater();
    },
  });
  const orphans = startLoop(context, {
    name: 'garbagecollector: orphan',
    limiter: defaultControllerLimiter(context.clock),
    workers: WORKERS,
    sync: async (uid) => {
      const node = graph.get(uid);
      if (node === undefined) return;
      await Promise.all([...node.dependents].map((dependent) => removeOwner(dependent, uid)));
      await objects.removeFinalizer(node.identity, ORPHAN);
    },
  });
  const monitors = startMonitors(context, { client, graph });

  const removeOwner = async (dependent: GraphNode, uid: string): Promise<void> => {
    try {
      await objects.removeOwners(dependent, [uid]);
    } catch (error) {
      if (!isCode(error, 404)) throw error;
    }
  };

  const attempt = async (node: GraphNode): Promise<void> => {
    if (node.beingDeleted && !node.deletingDependents) return; // goes by itself
    const latest = await objects.get(node.identity);
    if (latest?.metadata?.uid !== node.identity.uid) {
      graph.foundMissing(node.identity);
      return;
    }
    if (node.deletingDependents) {
      await proceedInForeground(node);
      return;
    }
    const owners = latest.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const verdict = await judge(node, owners);
    if (verdict !== undefined) await carryOut(node, latest, verdict);
  };

  const proceedInForeground = async (node: GraphNode): Promise<void> => {
    const blocking = blockingDependents(node);
    if (blocking.length === 0) await objects.removeFinalizer(node.identity, FOREGROUND);
    for (const dependent of blocking) if (!dependent.deletingDependents) work.attemptToDelete(dependent);
  };

  const carryOut = async (node: GraphNode, latest: KubeObject, { solid, dangling, waiting }: Verdict): Promise<void> => {
    if (solid.length > 0) {
      const useless = [...dangling, ...waiting].map(({ uid }) => uid);
      if (useless.length > 0) await objects.removeOwners(node, useless);
      return;
    }
    const foreground = waiting.length > 0 && node.dependents.size > 0;
    // Two that wait for each other would wait for ever.
    if (foreground && [...node.dependents].some(({ deletingDependents }) => deletingDependents)) await objects.unblockOwners(node);
    const policy = foreground ? 'Foreground' : policyOf(latest);
    if (!(await objects.delete(node.identity, latest, policy))) graph.foundMissing(node.identity);
  };

  /** Undefined: an owner can never be found, so nothing is to be done. */
  const judge = async (node: GraphNode, owners: readonly OwnerReference[]): Promise<Verdict | undefined> => {
    const verdict = { solid: [] as OwnerReference[], dangling: [] as OwnerReference[], waiting: [] as OwnerReference[] };
    for (const owner of owners) {
      const state = await stateOf(owner, node.identity);
      if (state === 'unreachable') return undefined;
      verdict[state].push(owner);
    }
    return verdict;
  };

  const stateOf = async (owner: OwnerReference, { namespace }: Identity): Promise<keyof Verdict | 'unreachable'> => {
    const { apiVersion, kind, name, uid } = owner;
    const named = (scope: string): string => identityText({ apiVersion, kind, name, uid, namespace: scope });
    if (absent.get(named('')) === true || absent.get(named(namespace)) === true) return 'dangling';
    const resource = await objects.mapping(owner);
    if (namespace === '' && resource.namespaced) return 'unreachable'; // a cluster-scoped object cannot be owned by a namespaced one
    const found = await objects.read(resource, { name, namespace });
    if (found?.metadata?.uid !== uid) {
      absent.set(named(resource.namespaced ? namespace : ''), true);
      return 'dangling';
    }
    return isBeingDeleted(found) && hasFinalizer(found, FOREGROUND) ? 'waiting' : 'solid';
  };

  return {
    async stop() {
      monitors.stop();
      recorder.stop();
      await Promise.all([deletions.stop(), orphans.stop()]);
    },
  };
}

/** What the object's own finalizers ask for. */
function policyOf(latest: KubeObject): Propagation {
  if (hasFinalizer(latest, ORPHAN)) return 'Orphan';
  return hasFinalizer(latest, FOREGROUND) ? 'Foreground' : 'Background';
}

function objectOf({ apiVersion, kind, namespace, name, uid }: Identity): KubeObject {
  return { apiVersion, kind, metadata: { name, uid, ...(namespace === '' ? {} : { namespace }) } };
}
