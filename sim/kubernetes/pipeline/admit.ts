import type { KubeObject } from '../../../kube/meta';
import type { AdmissionAttributes } from '../model/admission';
import type { Call, Target } from './call';
import { gvrOf } from './place';

export interface Admitted {
  readonly operation: AdmissionAttributes['operation'];
  readonly name: string;
  readonly options: KubeObject;
  readonly object?: KubeObject;
  readonly oldObject?: KubeObject;
}

export function attributesOf(call: Call, target: Target, admitted: Admitted): AdmissionAttributes {
  return {
    ...admitted,
    kind: target.endpoint.kind,
    resource: gvrOf(target),
    subresource: target.endpoint.subresource,
    namespace: call.info.namespace,
    context: call,
    objects: call.kernel.objects,
    reinvocation: { second: false, requested: false },
  };
}

/** The object as the mutating plugins leave it. They are asked twice when one of them wants the others to see its changes. */
export function mutate(call: Call, attributes: AdmissionAttributes, object: KubeObject): KubeObject | Promise<KubeObject> {
  const changed = mutateTwice(call, attributes, object);
  return changed instanceof Promise ? changed.then((value) => value ?? object) : (changed ?? object);
}

/** The same for a deletion, which has no object that could change. */
export function mutateDeletion(call: Call, attributes: AdmissionAttributes): void | Promise<void> {
  const done = mutateTwice(call, attributes, undefined);
  return done instanceof Promise ? done.then(() => undefined) : undefined;
}

type Mutated = KubeObject | undefined | Promise<KubeObject | undefined>;

function mutateTwice(call: Call, attributes: AdmissionAttributes, object: KubeObject | undefined): Mutated {
  const { reinvocation } = attributes;
  const again = (value: KubeObject | undefined): Mutated => {
    if (!reinvocation.requested) return value;
    reinvocation.second = true;
    return mutateOnce(call, attributes, value);
  };
  const first = mutateOnce(call, attributes, object);
  return first instanceof Promise ? first.then(again) : again(first);
}

function mutateOnce(call: Call, attributes: AdmissionAttributes, object: KubeObject | undefined): Mutated {
  const plugins = call.kernel.admission.filter((plugin) => plugin.admit !== undefined);
  const step = (index: number, current: KubeObject | undefined): Mutated => {
    const plugin = plugins[index];
    if (plugin === undefined) return current;
    const changed = plugin.admit?.(current === undefined ? attributes : { ...attributes, object: current });
    return changed instanceof Promise ? changed.then((value) => step(index + 1, value ?? current)) : step(index + 1, changed ?? current);
  };
  return step(0, object);
}

export function validateAdmission(call: Call, attributes: AdmissionAttributes): void | Promise<void> {
  const plugins = call.kernel.admission.filter((plugin) => plugin.validate !== undefined);
  const step = (index: number): void | Promise<void> => {
    const plugin = plugins[index];
    if (plugin === undefined) return;
    const done = plugin.validate?.(attributes);
    return done instanceof Promise ? done.then(() => step(index + 1)) : step(index + 1);
  };
  return step(0);
}
