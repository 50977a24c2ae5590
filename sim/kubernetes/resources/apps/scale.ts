import type { KubeObject, ObjectMeta } from '../../../../kube/meta';
import type { Lens } from '../../model/definition';
import { at, entriesAt, listAt, numberAt, textAt } from '../common/tree';

const SCALED: readonly string[] = ['deployments', 'replicasets', 'statefulsets', 'replicationcontrollers'];

/** autoscaling/v1 Scale: how many replicas a workload wants and has. */
export const scaleLens: Lens = {
  read(workload) {
    const replicas = numberAt(workload, 'spec', 'replicas');
    const status = { replicas: numberAt(workload, 'status', 'replicas'), selector: selectorText(workload) };
    return { metadata: identityOf(workload), spec: replicas === 0 ? {} : { replicas }, status } as KubeObject;
  },
  write(workload, view) {
    const spec = { ...Object.fromEntries(entriesAt(workload, 'spec')), replicas: numberAt(view, 'spec', 'replicas') };
    const resourceVersion = view.metadata?.resourceVersion;
    const metadata = { ...workload.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
    return { ...workload, metadata, spec } as KubeObject;
  },
};

export function isScaled(resource: string): boolean {
  return SCALED.includes(resource);
}

function identityOf({ metadata = {} }: KubeObject): ObjectMeta {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const entries = Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** metav1.LabelSelectorAsSelector's text; a replication controller has a plain map. */
export function selectorText(workload: KubeObject): string {
  const expressions = listAt(workload, 'spec', 'selector', 'matchExpressions');
  const plain = at(workload, 'spec', 'selector', 'matchLabels') === undefined && expressions.length === 0;
  const labels = plain ? entriesAt(workload, 'spec', 'selector') : entriesAt(workload, 'spec', 'selector', 'matchLabels');
  const equalities = labels.map(([key, value]): [string, string] => [key, `${key}=${String(value)}`]);
  const others = expressions.map((expression): [string, string] => [textAt(expression, 'key'), expressionText(expression)]);
  return [...equalities, ...others]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .join(',');
}

function expressionText(expression: unknown): string {
  const key = textAt(expression, 'key');
  const operator = textAt(expression, 'operator');
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  const values = listAt(expression, 'values').map(String).sort().join(',');
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values})`;
}
