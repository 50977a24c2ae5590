import type { KubeObject } from '../../../../kube/meta';
import { autoscalerConversion } from '../autoscaling/conversion';
import { at, listAt, numberAt, scalarAt, textAt } from '../common/tree';
import { ageOf, nameOf, NONE, UNKNOWN, type Cells } from './cells';

const SHOWN = 2;

/** Version 2 says everything; the first version is shown through it. */
export const autoscalerCells: Cells = (object, now) => {
  const autoscaler = at(object, 'spec', 'metrics') === undefined ? autoscalerConversion.toStored(object) : object;
  return [
    nameOf(autoscaler),
    `${textAt(autoscaler, 'spec', 'scaleTargetRef', 'kind')}/${textAt(autoscaler, 'spec', 'scaleTargetRef', 'name')}`,
    targetsText(autoscaler),
    scalarAt(autoscaler, 'spec', 'minReplicas') || '<unset>',
    numberAt(autoscaler, 'spec', 'maxReplicas'),
    numberAt(autoscaler, 'status', 'currentReplicas'),
    ageOf(autoscaler, now),
  ];
};

/** `cpu: <unknown>/80%`: what is measured, now and as it should be. */
function targetsText(autoscaler: KubeObject): string {
  const metrics = listAt(autoscaler, 'spec', 'metrics');
  if (metrics.length === 0) return NONE;
  const texts = metrics.map((metric, index) => metricText(metric, listAt(autoscaler, 'status', 'currentMetrics')[index]));
  const more = texts.length - SHOWN;
  return `${texts.slice(0, SHOWN).join(', ')}${more > 0 ? ` + ${more} more...` : ''}`;
}

/** Where a metric of a type keeps its numbers. */
const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function metricText(metric: unknown, current: unknown): string {
  const source = SOURCES[textAt(metric, 'type')] ?? '';
  const [target, now] = [at(metric, source, 'target'), at(current, source, 'current')];
  const named = source === 'resource' || source === 'containerResource';
  const name = named ? `${textAt(metric, source, 'name')}: ` : '';
  if (at(target, 'averageUtilization') !== undefined) {
    const share = scalarAt(now, 'averageUtilization');
    return `${name}${share === '' ? UNKNOWN : `${share}%`}/${scalarAt(target, 'averageUtilization')}%`;
  }
  const average = at(target, 'averageValue') !== undefined;
  const member = average ? 'averageValue' : 'value';
  const suffix = average && !named && source !== 'pods' ? ' (avg)' : '';
  return `${name}${scalarAt(now, member) || UNKNOWN}/${scalarAt(target, member)}${suffix}`;
}
