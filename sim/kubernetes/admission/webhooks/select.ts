import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { AdmissionAttributes } from '../../model/admission';
import type { Registry } from '../../model/registry';
import type { Target } from '../../pipeline/call';
import { gvrOf } from '../../pipeline/place';
import type { Hook } from './hook';
import type { Invocation } from './invocation';
import { conditionsHold, type ConditionEvaluator } from './match-conditions';
import { ruleMatches } from './rule-match';
import { equivalents, targetOf } from './seen';

// Whoever breaks admission must be able to mend it.
const EXEMPT = /^(Mutating|Validating)(WebhookConfiguration|AdmissionPolicy|AdmissionPolicyBinding)$/;

export function isExempt({ kind }: AdmissionAttributes): boolean {
  return kind.group === 'admissionregistration.k8s.io' && EXEMPT.test(kind.kind);
}

/** What deciding takes. */
export interface Selection {
  readonly registry: Registry;
  readonly evaluate: ConditionEvaluator;
}

/** Undefined when the webhook is not concerned. Throws 404 when it depends on a namespace that is not there, 403 for a broken condition. */
export function invocationOf(hook: Hook, attributes: AdmissionAttributes, { registry, evaluate }: Selection): Invocation | undefined {
  const view = viewOf(hook, attributes, registry);
  if (view === undefined) return undefined;
  const { requested, seen } = view;
  const inNamespace = namespaceMatches(hook, attributes);
  if (inNamespace === false || !objectMatches(hook, attributes)) return undefined;
  if (inNamespace instanceof ApiError) throw inNamespace;
  const invocation = { hook, requested, seen };
  return conditionsHold(attributes, invocation, evaluate) ? invocation : undefined;
}

/** What the request is for, and as what the webhook sees it. */
type View = Pick<Invocation, 'requested' | 'seen'>;

interface Views {
  /** The registry's. */
  readonly revision: number;
  readonly byRequest: Map<string, View | undefined>;
}

const views = new WeakMap<Hook, Views>();

/** Its rules alone decide, until the registry changes; hardly any write concerns a webhook. Undefined when no rule speaks of the request. */
function viewOf(hook: Hook, attributes: AdmissionAttributes, registry: Registry): View | undefined {
  const { resource, subresource, operation, namespace } = attributes;
  const scope = namespace === '' ? 'Cluster' : 'Namespaced';
  const request = `${operation} ${scope} ${resource.group}/${resource.version}/${resource.resource}/${subresource}`;
  let known = views.get(hook);
  if (known?.revision !== registry.revision) views.set(hook, (known = { revision: registry.revision, byRequest: new Map() }));
  if (!known.byRequest.has(request)) {
    const requested = targetOf(registry, attributes);
    const seen = requested === undefined ? undefined : seenBy(hook, attributes, { registry, requested });
    known.byRequest.set(request, requested === undefined || seen === undefined ? undefined : { requested, seen });
  }
  return known.byRequest.get(request);
}

function seenBy(
  hook: Hook,
  attributes: AdmissionAttributes,
  { registry, requested }: { readonly registry: Registry; readonly requested: Target },
): Target | undefined {
  if (hook.rules.some((rule) => ruleMatches(rule, attributes, attributes.resource))) return requested;
  if (!hook.equivalent) return undefined;
  const others = equivalents(registry, requested);
  for (const rule of hook.rules) {
    const found = others.find((other) => ruleMatches(rule, attributes, gvrOf(other)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An error only counts when everything else matches. */
function namespaceMatches({ namespaceSelector }: Hook, attributes: AdmissionAttributes): boolean | ApiError {
  if (namespaceSelector.empty) return true;
  const { namespace, resource } = attributes;
  // What lives in no namespace is never left out by one.
  if (namespace === '' && resource.resource !== 'namespaces') return true;
  const holder = isNamespaceWrite(attributes) ? attributes.object : attributes.objects.get('namespaces', '', namespace);
  if (holder === undefined) return ApiError.notFound({ group: '', resource: 'namespaces' }, namespace);
  return namespaceSelector.matches(holder.metadata?.labels);
}

function isNamespaceWrite({ resource, subresource, operation }: AdmissionAttributes): boolean {
  return resource.resource === 'namespaces' && subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
}

function objectMatches({ objectSelector }: Hook, { object, oldObject }: AdmissionAttributes): boolean {
  const selected = (one: KubeObject | undefined): boolean => one !== undefined && objectSelector.matches(one.metadata?.labels);
  return objectSelector.empty || selected(object) || selected(oldObject);
}
