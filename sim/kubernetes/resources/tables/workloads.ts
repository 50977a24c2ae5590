import type { KubeObject } from '../../../../kube/meta';
import { humanDuration } from '../../../../kube/human-duration';
import { selectorText } from '../apps/scale';
import { at, entriesAt, listAt, numberAt, textAt } from '../common/tree';
import { ageOf, nameOf, NONE, orNone, since, type Cells } from './cells';

/** Kinds that make pods. */
export const workloadCells: Readonly<Record<string, Cells>> = {
  'deployments.apps': (deployment, now) => [
    nameOf(deployment),
    `${numberAt(deployment, 'status', 'readyReplicas')}/${numberAt(deployment, 'spec', 'replicas')}`,
    numberAt(deployment, 'status', 'updatedReplicas'),
    numberAt(deployment, 'status', 'availableReplicas'),
    ageOf(deployment, now),
    ...templateCells(deployment),
    orNone(selectorText(deployment)),
  ],
  'replicasets.apps': replicaCells,
  replicationcontrollers: replicaCells,
  'statefulsets.apps': (set, now) => [
    nameOf(set),
    `${numberAt(set, 'status', 'readyReplicas')}/${numberAt(set, 'spec', 'replicas')}`,
    ageOf(set, now),
    ...templateCells(set),
  ],
  'daemonsets.apps': (set, now) => [
    nameOf(set),
    numberAt(set, 'status', 'desiredNumberScheduled'),
    numberAt(set, 'status', 'currentNumberScheduled'),
    numberAt(set, 'status', 'numberReady'),
    numberAt(set, 'status', 'updatedNumberScheduled'),
    numberAt(set, 'status', 'numberAvailable'),
    labelText(entriesAt(set, 'spec', 'template', 'spec', 'nodeSelector')),
    ageOf(set, now),
    ...templateCells(set),
    orNone(selectorText(set)),
  ],
  'jobs.batch': (job, now) => [
    nameOf(job),
    jobStatus(job),
    completionsOf(job),
    durationOf(job, now),
    ageOf(job, now),
    ...templateCells(job),
    orNone(selectorText(job)),
  ],
  'cronjobs.batch': (job, now) => [
    nameOf(job),
    textAt(job, 'spec', 'schedule'),
    orNone(textAt(job, 'spec', 'timeZone')),
    at(job, 'spec', 'suspend') === true ? 'True' : 'False',
    listAt(job, 'status', 'active').length,
    at(job, 'status', 'lastScheduleTime') === undefined ? NONE : since(textAt(job, 'status', 'lastScheduleTime'), now),
    ageOf(job, now),
    ...containerCells(at(job, 'spec', 'jobTemplate', 'spec', 'template', 'spec')),
    orNone(selectorText({ spec: at(job, 'spec', 'jobTemplate', 'spec') } as KubeObject)),
  ],
  podtemplates: (template) => [
    nameOf(template),
    ...containerCells(at(template, 'template', 'spec')),
    labelText(entriesAt(template, 'template', 'metadata', 'labels')),
  ],
  'controllerrevisions.apps': (revision, now) => [
    nameOf(revision),
    controllerOf(revision),
    numberAt(revision, 'revision'),
    ageOf(revision, now),
  ],
};

function replicaCells(set: KubeObject, now: number): unknown[] {
  return [
    nameOf(set),
    numberAt(set, 'spec', 'replicas'),
    numberAt(set, 'status', 'replicas'),
    numberAt(set, 'status', 'readyReplicas'),
    ageOf(set, now),
    ...templateCells(set),
    orNone(selectorText(set)),
  ];
}

function templateCells(workload: KubeObject): [string, string] {
  return containerCells(at(workload, 'spec', 'template', 'spec'));
}

function containerCells(spec: unknown): [string, string] {
  const containers = listAt(spec, 'containers');
  return [containers.map((one) => textAt(one, 'name')).join(','), containers.map((one) => textAt(one, 'image')).join(',')];
}

/** labels.FormatLabels. */
export function labelText(labels: readonly (readonly [string, unknown])[]): string {
  const pairs = labels.map(([key, value]) => `${key}=${String(value)}`);
  return orNone(pairs.sort().join(','));
}

const JOB_STATES: readonly (readonly [condition: string, status: string])[] = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
];

function jobStatus(job: KubeObject): string {
  const isTrue = (type: string): boolean =>
    listAt(job, 'status', 'conditions').some((condition) => textAt(condition, 'type') === type && textAt(condition, 'status') === 'True');
  const found = JOB_STATES.find(([condition]) => isTrue(condition));
  if (found !== undefined) return found[1];
  return job.metadata?.deletionTimestamp === undefined ? 'Running' : 'Terminating';
}

function completionsOf(job: KubeObject): string {
  const succeeded = numberAt(job, 'status', 'succeeded');
  if (at(job, 'spec', 'completions') !== undefined) return `${succeeded}/${numberAt(job, 'spec', 'completions')}`;
  const parallelism = numberAt(job, 'spec', 'parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf(job: KubeObject, now: number): string {
  const [start, end] = [textAt(job, 'status', 'startTime'), textAt(job, 'status', 'completionTime')];
  if (start === '') return '';
  return humanDuration(((end === '' ? now : Date.parse(end)) - Date.parse(start)) / 1000);
}

function controllerOf({ metadata }: KubeObject): string {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return NONE;
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0] ?? ''}` : '';
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}
