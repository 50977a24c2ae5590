import type { KubeObject } from '../../../../kube/meta';
import { at, listAt, numberAt, textAt } from '../common/tree';
import { ageOf, nameOf, NONE, orNone, since, type Cells } from './cells';

/** How a pod is summed up: its phase, unless a container has more to say. */
export const podCells: Cells = (pod, now) => {
  const containers = listAt(pod, 'spec', 'containers');
  const statuses = listAt(pod, 'status', 'containerStatuses');
  const ready = statuses.filter((status) => at(status, 'ready') === true && at(status, 'state', 'running') !== undefined).length;
  return [
    nameOf(pod),
    `${ready}/${containers.length}`,
    statusText(pod),
    restartText(statuses, now),
    ageOf(pod, now),
    orNone(textAt(pod, 'status', 'podIP')),
    orNone(textAt(pod, 'spec', 'nodeName')),
    orNone(textAt(pod, 'status', 'nominatedNodeName')),
    readinessGates(pod),
  ];
};

function statusText(pod: KubeObject): string {
  const reason = [
    textAt(pod, 'status', 'reason') || textAt(pod, 'status', 'phase'),
    initReason(pod),
    ...listAt(pod, 'status', 'containerStatuses').map(containerReason),
  ].reduce((last, next) => (next === '' ? last : next));
  if (pod.metadata?.deletionTimestamp === undefined) return reason;
  return textAt(pod, 'status', 'reason') === 'NodeLost' ? 'Unknown' : 'Terminating';
}

function initReason(pod: KubeObject): string {
  const total = listAt(pod, 'spec', 'initContainers').length;
  const statuses = listAt(pod, 'status', 'initContainerStatuses');
  const index = statuses.findIndex((status) => at(status, 'state', 'terminated') === undefined || exitCode(status) !== 0);
  if (index < 0) return '';
  const reason = containerReason(statuses[index]);
  return reason === '' || reason === 'PodInitializing' ? `Init:${index}/${total}` : `Init:${reason}`;
}

function exitCode(status: unknown): number {
  return numberAt(status, 'state', 'terminated', 'exitCode');
}

function containerReason(status: unknown): string {
  const waiting = textAt(status, 'state', 'waiting', 'reason');
  if (waiting !== '') return waiting;
  if (at(status, 'state', 'terminated') === undefined) return '';
  const signal = numberAt(status, 'state', 'terminated', 'signal');
  const cause = signal === 0 ? `ExitCode:${exitCode(status)}` : `Signal:${signal}`;
  return textAt(status, 'state', 'terminated', 'reason') || cause;
}

function restartText(statuses: readonly unknown[], now: number): string {
  const restarts = statuses.reduce<number>((sum, status) => sum + numberAt(status, 'restartCount'), 0);
  const ends = statuses.map((status) => textAt(status, 'lastState', 'terminated', 'finishedAt')).filter((time) => time !== '');
  const last = ends.sort().at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${since(last, now)} ago)`;
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, 'spec', 'readinessGates').map((gate) => textAt(gate, 'conditionType'));
  if (gates.length === 0) return NONE;
  const met = gates.filter((gate) =>
    listAt(pod, 'status', 'conditions').some((condition) => textAt(condition, 'type') === gate && textAt(condition, 'status') === 'True'),
  );
  return `${met.length}/${gates.length}`;
}
