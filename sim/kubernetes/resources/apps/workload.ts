import { FieldErrors, Verbatim, type FieldError } from '../../../../kube/field-error';
import type { Strategy } from '../../model/strategy';
import { at, entriesAt, listAt, numberAt } from '../common/tree';
import { validatePodSpec } from '../core/pod-validation';
import type { Stored } from '../generic-strategy';

/** Kinds that make pods out of a template and find them by a selector that never changes. `called` is their name in texts. */
export function workloadMain(called: string): Strategy<Stored> {
  return {
    validate: (workload) => validateWorkload(workload, called),
    validateUpdate: (next, current) => [...validateWorkload(next, called), ...selectorErrors(next, current)],
  };
}

/** The oldest of them says by labels alone which pods are its own. */
export const replicationControllerMain: Strategy<Stored> = {
  validate: validateController,
  validateUpdate: validateController,
};

/** `/scale` of any of them: the body is a Scale, the object is the workload. */
export const workloadScale: Strategy<Stored> = { validateUpdate: (workload) => replicaErrors(workload) };

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** An annotation stands for a field that this version of the kind no longer has. */
export const daemonSetMain: Strategy<Stored> = {
  ...workloadMain('daemonset'),
  applyDefaults: (set) => (set.metadata?.annotations?.[TEMPLATE_GENERATION] === undefined ? withTemplateGeneration(set, '0') : set),
  prepareForCreate: (set) => withTemplateGeneration(set, '1'),
  prepareForUpdate: (next, current) => withTemplateGeneration(next, nextTemplateGeneration(next, current)),
};

function nextTemplateGeneration(next: Stored, current: Stored): string {
  const generation = current.metadata?.annotations?.[TEMPLATE_GENERATION] ?? '1';
  const same = JSON.stringify(at(next, 'spec', 'template')) === JSON.stringify(at(current, 'spec', 'template'));
  return same ? generation : String(Number(generation) + 1);
}

function withTemplateGeneration(set: Stored, generation: string): Stored {
  return { ...set, metadata: { ...set.metadata, annotations: { ...set.metadata?.annotations, [TEMPLATE_GENERATION]: generation } } };
}

function validateWorkload(workload: Stored, called: string): FieldError[] {
  const selector = at(workload, 'spec', 'selector');
  const labels = at(workload, 'spec', 'template', 'metadata', 'labels') ?? null;
  const empty = entriesAt(selector, 'matchLabels').length === 0 && listAt(selector, 'matchExpressions').length === 0;
  return [
    ...replicaErrors(workload),
    ...(selector !== undefined && empty ? [FieldErrors.invalid('spec.selector', {}, `empty selector is invalid for ${called}`)] : []),
    // An empty selector selects everything, an absent one nothing.
    ...(selector !== undefined && matches(entriesAt(selector, 'matchLabels'), labels) ? [] : [mismatch(labels)]),
    ...validatePodSpec(at(workload, 'spec', 'template', 'spec'), 'spec.template.spec'),
  ];
}

function validateController(controller: Stored): FieldError[] {
  const labels = at(controller, 'spec', 'template', 'metadata', 'labels') ?? null;
  const selector = entriesAt(controller, 'spec', 'selector');
  const template = at(controller, 'spec', 'template');
  return [
    ...replicaErrors(controller),
    ...(template === undefined || matches(selector, labels) ? [] : [mismatch(labels)]),
    ...(template === undefined ? [] : validatePodSpec(at(template, 'spec'), 'spec.template.spec')),
  ];
}

function mismatch(labels: unknown): FieldError {
  return FieldErrors.invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
}

function replicaErrors(workload: Stored): FieldError[] {
  const replicas = numberAt(workload, 'spec', 'replicas');
  return replicas < 0 ? [FieldErrors.invalid('spec.replicas', replicas, 'must be greater than or equal to 0')] : [];
}

// Expressions are taken on trust: templates that use them are rare, and wrong ones rarer.
function matches(wanted: readonly (readonly [string, unknown])[], labels: unknown): boolean {
  return wanted.every(([key, value]) => at(labels, key) === value);
}

function selectorErrors(next: Stored, current: Stored): FieldError[] {
  const [selector, stored] = [at(next, 'spec', 'selector'), at(current, 'spec', 'selector')];
  const same = JSON.stringify(selector) === JSON.stringify(stored);
  return same ? [] : [FieldErrors.invalid('spec.selector', printedSelector(selector), 'field is immutable')];
}

// A Go struct prints its members in the order of its declaration.
function printedSelector(selector: unknown): Verbatim {
  if (selector === undefined) return new Verbatim('null');
  const matchLabels = at(selector, 'matchLabels');
  const expressions = at(selector, 'matchExpressions') === undefined ? undefined : listAt(selector, 'matchExpressions');
  const matchExpressions = expressions?.map((one) => ({ key: at(one, 'key'), operator: at(one, 'operator'), values: at(one, 'values') }));
  return new Verbatim(JSON.stringify({ matchLabels, matchExpressions }));
}
