import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { AdmissionPlugin } from '../model/admission';
import { isPodCreation, objectsIn, specOf, textIn, withSpec } from './pods';
import { refusal } from './refusal';

const GRACE_SECONDS = 300;
const NODE_PROBLEMS: readonly string[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

/** Turns a priority class into numbers. */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  admit(attributes) {
    if (!isPodCreation(attributes)) return undefined;
    const asked = textIn(specOf(attributes.object), 'priorityClassName');
    const classes: readonly PriorityClass[] = attributes.objects.list('priorityclasses');
    const found = classes.find(({ metadata, globalDefault }) => (asked === '' ? globalDefault === true : metadata?.name === asked));
    if (asked !== '' && found === undefined) throw refusal(attributes, `no PriorityClass with name ${asked} was found`);
    const name = found?.metadata?.name ?? '';
    return withSpec(attributes.object, {
      ...(name === '' ? {} : { priorityClassName: name }),
      priority: found?.value ?? 0,
      preemptionPolicy: found?.preemptionPolicy ?? 'PreemptLowerPriority',
    });
  },
};

/** Lets pods stay five minutes on a node in trouble, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  admit(attributes) {
    if (!isPodCreation(attributes)) return undefined;
    const tolerations = objectsIn(specOf(attributes.object), 'tolerations');
    const missing = NODE_PROBLEMS.filter((key) => !tolerations.some((toleration) => tolerates(toleration, key)));
    if (missing.length === 0) return undefined;
    const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: GRACE_SECONDS }));
    return withSpec(attributes.object, { tolerations: [...tolerations, ...added] });
  },
};

function tolerates(toleration: JsonObject, key: string): boolean {
  const [effect, itsKey] = [textIn(toleration, 'effect'), textIn(toleration, 'key')];
  return (itsKey === key || itsKey === '') && (effect === 'NoExecute' || effect === '');
}

/** A new node takes no pods until it reports itself ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  admit({ operation, resource, subresource, object }) {
    if (operation !== 'CREATE' || resource.group !== '' || resource.resource !== 'nodes' || subresource !== '') return undefined;
    const taints = objectsIn(specOf(object), 'taints');
    const key = 'node.kubernetes.io/not-ready';
    if (taints.some((taint) => textIn(taint, 'key') === key && textIn(taint, 'effect') === 'NoSchedule')) return undefined;
    return withSpec(object, { taints: [...taints, { key, effect: 'NoSchedule' }] });
  },
};
