import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import type { Conversion } from '../../model/definition';

/** Where version 1, which knows the share of CPU alone, keeps what it has no fields for: as JSON. */
const ANNOTATIONS = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
} as const;

type Kept = keyof typeof ANNOTATIONS;

const IN_SPEC: readonly Kept[] = ['metrics', 'behavior'];
const IN_STATUS: readonly Kept[] = ['currentMetrics', 'conditions'];

/** Autoscalers are stored in version 2. */
export const autoscalerConversion: Conversion = {
  toStored: (autoscaler) => toSecond(autoscaler as JsonObject),
  fromStored: (autoscaler) => toFirst(autoscaler as JsonObject),
};

function toFirst(autoscaler: JsonObject): JsonObject {
  const { metrics, behavior: _behavior, ...spec } = member(autoscaler, 'spec');
  const { currentMetrics, conditions: _conditions, ...status } = member(autoscaler, 'status');
  const target = shareOf(items(metrics).find(isCpuShare), 'target');
  const current = shareOf(items(currentMetrics).find(isCpu), 'current');
  const kept = [...entries(autoscaler, 'spec', IN_SPEC), ...entries(autoscaler, 'status', IN_STATUS)];
  return {
    ...annotated(autoscaler, Object.fromEntries(kept)),
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    ...withStatus({ ...status, ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }) }),
  };
}

function toSecond(autoscaler: JsonObject): JsonObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = member(autoscaler, 'spec');
  const { currentCPUUtilizationPercentage: current, ...status } = member(autoscaler, 'status');
  const annotations = member(member(autoscaler, 'metadata'), 'annotations');
  const cpu = target === undefined ? [] : [cpuMetric({ target: { type: 'Utilization', averageUtilization: target } })];
  const seen = current === undefined ? [] : [cpuMetric({ current: { averageUtilization: current } })];
  const metrics = [...items(read(annotations, 'metrics')), ...cpu];
  const currentMetrics = read(annotations, 'currentMetrics') ?? seen;
  return {
    ...annotated(autoscaler, {}),
    spec: { ...spec, ...(metrics.length === 0 ? {} : { metrics }), ...present('behavior', read(annotations, 'behavior')) },
    ...withStatus({
      ...status,
      ...(items(currentMetrics).length === 0 ? {} : { currentMetrics }),
      ...present('conditions', read(annotations, 'conditions')),
    }),
  };
}

/** What the members hold beyond the share of CPU, under the names of their annotations. */
function entries(autoscaler: JsonObject, part: 'spec' | 'status', members: readonly Kept[]): [string, string][] {
  return members.flatMap((name): [string, string][] => {
    const value = member(autoscaler, part)[name];
    const kept = name === 'metrics' ? items(value).filter((metric) => !isCpuShare(metric)) : value;
    const nothing = kept === undefined || (Array.isArray(kept) && kept.length === 0);
    return nothing ? [] : [[ANNOTATIONS[name], JSON.stringify(kept)]];
  });
}

function annotated(autoscaler: JsonObject, kept: Readonly<Record<string, string>>): JsonObject {
  const { annotations: _annotations, ...metadata } = member(autoscaler, 'metadata');
  const reserved: readonly string[] = Object.values(ANNOTATIONS);
  const others = Object.entries(member(member(autoscaler, 'metadata'), 'annotations')).filter(([key]) => !reserved.includes(key));
  const annotations = { ...Object.fromEntries(others), ...kept };
  return { ...autoscaler, metadata: { ...metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) } };
}

/** An annotation that is no JSON is none. */
function read(annotations: JsonObject, name: Kept): Json | undefined {
  const text = annotations[ANNOTATIONS[name]];
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isCpu(metric: Json): boolean {
  return isObject(metric) && metric.type === 'Resource' && member(metric, 'resource').name === 'cpu';
}

function isCpuShare(metric: Json): boolean {
  return isCpu(metric) && shareOf(metric, 'target') !== undefined;
}

function shareOf(metric: Json | undefined, part: 'target' | 'current'): Json | undefined {
  return isObject(metric) ? member(member(metric, 'resource'), part).averageUtilization : undefined;
}

function cpuMetric(values: JsonObject): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', ...values } };
}

function withStatus(status: JsonObject): JsonObject {
  return Object.keys(status).length === 0 ? {} : { status };
}

function present(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function member(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
