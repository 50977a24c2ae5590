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

function mutateOnce({ kernel }: Call, attributes: AdmissionAttributes, object: KubeObject | undefined): Mutated {
  const step = (from: number, seen: AdmissionAttributes): Mutated => {
    let asked = seen;
    for (let index = from; index < kernel.admission.length; index++) {
      const changed = kernel.admission[index]?.admit?.(asked);
      if (changed instanceof Promise) return changed.then((value) => step(index + 1, withObject(asked, value)));
      asked = withObject(asked, changed);
    }
    return asked.object;
  };
  return step(0, withObject(attributes, object));
}

/** The attributes with what a plugin made of their object; themselves when it left it alone. */
function withObject(attributes: AdmissionAttributes, object: KubeObject | undefined): AdmissionAttributes {
  return object === undefined || object === attributes.object ? attributes : { ...attributes, object };
}

export function validateAdmission(call: Call, attributes: AdmissionAttributes): void | Promise<void> {
  const { admission } = call.kernel;
  const step = (from: number): void | Promise<void> => {
    for (let index = from; index < admission.length; index++) {
      const done = admission[index]?.validate?.(attributes);
      if (done instanceof Promise) return done.then(() => step(index + 1));
    }
  };
  return step(0);
}
