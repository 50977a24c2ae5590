import type { KubeObject } from '../../../../kube/meta';
import { at, entriesAt, listAt, numberAt, scalarAt, textAt } from '../common/tree';
import { ageOf, nameOf, NONE, orNone, UNKNOWN, type Cells } from './cells';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

/** Nodes, storage, quotas and policies. */
export const clusterCells: Readonly<Record<string, Cells>> = {
  nodes: (node, now) => [
    nameOf(node),
    nodeStatus(node),
    orNone(rolesOf(node).join(',')),
    ageOf(node, now),
    textAt(node, 'status', 'nodeInfo', 'kubeletVersion'),
    addressOf(node, 'InternalIP'),
    addressOf(node, 'ExternalIP'),
    textAt(node, 'status', 'nodeInfo', 'osImage') || UNKNOWN,
    textAt(node, 'status', 'nodeInfo', 'kernelVersion') || UNKNOWN,
    textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion') || UNKNOWN,
  ],
  persistentvolumes: (volume, now) => [
    nameOf(volume),
    textAt(volume, 'spec', 'capacity', 'storage'),
    accessModes(at(volume, 'spec', 'accessModes')),
    textAt(volume, 'spec', 'persistentVolumeReclaimPolicy'),
    terminatingOr(volume, textAt(volume, 'status', 'phase')),
    claimText(volume),
    textAt(volume, 'spec', 'storageClassName'),
    unsetOr(textAt(volume, 'spec', 'volumeAttributesClassName')),
    textAt(volume, 'status', 'reason'),
    ageOf(volume, now),
    unsetOr(textAt(volume, 'spec', 'volumeMode')),
  ],
  persistentvolumeclaims: (claim, now) => [
    nameOf(claim),
    terminatingOr(claim, textAt(claim, 'status', 'phase')),
    textAt(claim, 'spec', 'volumeName'),
    textAt(claim, 'spec', 'volumeName') === '' ? '' : textAt(claim, 'status', 'capacity', 'storage'),
    textAt(claim, 'spec', 'volumeName') === '' ? '' : accessModes(at(claim, 'status', 'accessModes')),
    textAt(claim, 'spec', 'storageClassName'),
    unsetOr(textAt(claim, 'spec', 'volumeAttributesClassName')),
    ageOf(claim, now),
    unsetOr(textAt(claim, 'spec', 'volumeMode')),
  ],
  'storageclasses.storage.k8s.io': (storage, now) => [
    `${nameOf(storage)}${isDefault(storage) ? ' (default)' : ''}`,
    textAt(storage, 'provisioner'),
    textAt(storage, 'reclaimPolicy') || 'Delete',
    textAt(storage, 'volumeBindingMode') || 'Immediate',
    at(storage, 'allowVolumeExpansion') === true,
    ageOf(storage, now),
  ],
  resourcequotas: (quota, now) => [nameOf(quota), quotaText(quota, false), quotaText(quota, true), ageOf(quota, now)],
  'priorityclasses.scheduling.k8s.io': (priority, now) => [
    nameOf(priority),
    numberAt(priority, 'value'),
    at(priority, 'globalDefault') === true,
    ageOf(priority, now),
    textAt(priority, 'preemptionPolicy'),
  ],
  'flowschemas.flowcontrol.apiserver.k8s.io': (schema, now) => [
    nameOf(schema),
    textAt(schema, 'spec', 'priorityLevelConfiguration', 'name'),
    numberAt(schema, 'spec', 'matchingPrecedence'),
    orNone(textAt(schema, 'spec', 'distinguisherMethod', 'type')),
    ageOf(schema, now),
    textAt(conditionOf(schema, 'Dangling'), 'status') || '?',
  ],
  'apiservices.apiregistration.k8s.io': (service, now) => [nameOf(service), backendOf(service), availability(service), ageOf(service, now)],
  'resourceclaims.resource.k8s.io': (claim, now) => [nameOf(claim), claimState(claim), ageOf(claim, now)],
  'runtimeclasses.node.k8s.io': (runtime, now) => [nameOf(runtime), textAt(runtime, 'handler'), ageOf(runtime, now)],
  'poddisruptionbudgets.policy': (budget, now) => [
    nameOf(budget),
    scalarAt(budget, 'spec', 'minAvailable') || 'N/A',
    scalarAt(budget, 'spec', 'maxUnavailable') || 'N/A',
    numberAt(budget, 'status', 'disruptionsAllowed'),
    ageOf(budget, now),
  ],
};

function conditionOf(object: KubeObject, type: string): unknown {
  return listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type);
}

/** An API is served by kube-apiserver itself or by a service. */
function backendOf(api: KubeObject): string {
  const service = at(api, 'spec', 'service');
  return service === undefined ? 'Local' : `${textAt(service, 'namespace')}/${textAt(service, 'name')}`;
}

function availability(api: KubeObject): string {
  const available = conditionOf(api, 'Available');
  const status = textAt(available, 'status') || 'Unknown';
  return available === undefined || status === 'True' ? status : `${status} (${textAt(available, 'reason')})`;
}

function claimState(claim: KubeObject): string {
  const states = [
    ...(claim.metadata?.deletionTimestamp === undefined ? [] : ['deleted']),
    ...(at(claim, 'status', 'allocation') === undefined ? [] : ['allocated']),
    ...(listAt(claim, 'status', 'reservedFor').length === 0 ? [] : ['reserved']),
  ];
  return states.join(',') || 'pending';
}

function nodeStatus(node: KubeObject): string {
  const ready = conditionOf(node, 'Ready');
  const state = ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

function rolesOf({ metadata }: KubeObject): string[] {
  const roles = Object.entries(metadata?.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) return [key.slice(ROLE_PREFIX.length)];
    return key === ROLE_LABEL && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].sort();
}

function addressOf(node: KubeObject, type: string): string {
  const found = listAt(node, 'status', 'addresses').find((address) => textAt(address, 'type') === type);
  return found === undefined ? NONE : textAt(found, 'address');
}

const MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: unknown): string {
  return MODES.filter(([mode]) => listAt(modes).includes(mode))
    .map(([, short]) => short)
    .join(',');
}

function terminatingOr({ metadata }: KubeObject, phase: string): string {
  return metadata?.deletionTimestamp === undefined ? phase : 'Terminating';
}

function claimText(volume: KubeObject): string {
  const claim = at(volume, 'spec', 'claimRef');
  return claim === undefined ? '' : `${textAt(claim, 'namespace')}/${textAt(claim, 'name')}`;
}

function unsetOr(text: string): string {
  return text === '' ? '<unset>' : text;
}

function isDefault({ metadata }: KubeObject): boolean {
  return metadata?.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}

function quotaText(quota: KubeObject, limits: boolean): string {
  return entriesAt(quota, 'status', 'hard')
    .filter(([name]) => name.startsWith('limits') === limits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${textAt(quota, 'status', 'used', name) || '0'}/${String(hard)}`)
    .join(', ');
}
