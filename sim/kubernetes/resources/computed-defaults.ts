import { isObject, type Json, type JsonObject } from '../../../kube/json';
import { at, numberAt, textAt } from './common/tree';

/** Defaults that depend on other fields, by the name under which defaults.json asks for them. */
export const computedDefaults: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  container: (container) => withDefault(container, 'imagePullPolicy', pullPolicyOf(textAt(container, 'image'))),
  // The old name of the field goes on being served.
  podSpec: (spec) => {
    const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount');
    return account === '' ? spec : { ...spec, serviceAccountName: account, serviceAccount: account };
  },
  pod: (pod) => changedMember(pod, 'spec', (spec) => withRequests(spec)),
  service: (service) => changedMember(service, 'spec', (spec) => withTargetPorts(spec)),
  job: (spec) => {
    if (spec.completions !== undefined || spec.parallelism !== undefined) return withDefault(spec, 'parallelism', 1);
    return { ...spec, completions: 1, parallelism: 1 };
  },
  networkPolicy: (policy) => changedMember(policy, 'spec', withPolicyTypes),
  // A volume that says nothing of its source is an empty directory.
  volume: (volume) => (Object.keys(volume).length === 1 && volume.name !== undefined ? { ...volume, emptyDir: {} } : volume),
  // One that measures something else, as an annotation says in this version, is not measured by CPU unless it says so.
  cpuTarget: (autoscaler) =>
    at(autoscaler, 'metadata', 'annotations', 'autoscaling.alpha.kubernetes.io/metrics') === undefined
      ? changedMember(autoscaler, 'spec', (spec) => withDefault(spec, 'targetCPUUtilizationPercentage', 80))
      : autoscaler,
  replicationController: (controller) => withTemplateLabels(controller),
  limitRange: (range) =>
    changedMember(range, 'spec', (spec) => {
      const limits = spec.limits;
      return Array.isArray(limits) ? { ...spec, limits: limits.map((limit) => (isObject(limit) ? withLimits(limit) : limit)) } : spec;
    }),
};

function withDefault(object: JsonObject, member: string, value: Json): JsonObject {
  return object[member] === undefined ? { ...object, [member]: value } : object;
}

function changedMember(object: JsonObject, member: string, change: (value: JsonObject) => JsonObject): JsonObject {
  const value = object[member];
  return isObject(value) ? { ...object, [member]: change(value) } : object;
}

/** An image that may move under its name is always pulled: the tag latest, or neither tag nor digest. */
function pullPolicyOf(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  const [path = '', digest] = name.split('@');
  const colon = path.indexOf(':');
  const tag = colon >= 0 ? path.slice(colon + 1) : digest === undefined ? 'latest' : '';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/** A limit without a request is the request too. */
function withRequests(spec: JsonObject): JsonObject {
  return ['containers', 'initContainers'].reduce((changed, member) => {
    const list = changed[member];
    if (!Array.isArray(list)) return changed;
    return { ...changed, [member]: list.map((container) => (isObject(container) ? withContainerRequests(container) : container)) };
  }, spec);
}

function withContainerRequests(container: JsonObject): JsonObject {
  const resources = container.resources;
  const limits = isObject(resources) ? resources.limits : undefined;
  if (!isObject(resources) || !isObject(limits)) return container;
  const requests = isObject(resources.requests) ? resources.requests : {};
  return { ...container, resources: { ...resources, requests: { ...limits, ...requests } } };
}

function withTargetPorts(spec: JsonObject): JsonObject {
  const ports = spec.ports;
  // A service without endpoints of its own, such as an external name, may name no ports.
  if (!Array.isArray(ports)) return spec;
  return { ...spec, ports: ports.map((port) => (isObject(port) ? withTargetPort(port) : port)) };
}

function withTargetPort(port: JsonObject): JsonObject {
  const target = port.targetPort;
  return target === undefined || target === 0 || target === '' ? { ...port, targetPort: numberAt(port, 'port') } : port;
}

function withPolicyTypes(spec: JsonObject): JsonObject {
  const egress = Array.isArray(spec.egress) && spec.egress.length > 0;
  return withDefault(spec, 'policyTypes', egress ? ['Ingress', 'Egress'] : ['Ingress']);
}

/** The oldest of the workload kinds takes its own labels and its selector from the template. */
function withTemplateLabels(controller: JsonObject): JsonObject {
  const labels = at(controller, 'spec', 'template', 'metadata', 'labels');
  if (!isObject(labels)) return controller;
  const selecting = changedMember(controller, 'spec', (spec) => withDefault(spec, 'selector', labels));
  return changedMember(selecting, 'metadata', (metadata) => withDefault(metadata, 'labels', labels));
}

/** For containers, a maximum is the default limit, and the default limit or the minimum is the default request. */
function withLimits(limit: JsonObject): JsonObject {
  if (limit.type !== 'Container') return limit;
  const [max, min] = [membersOf(limit.max), membersOf(limit.min)];
  const limits = { ...max, ...membersOf(limit.default) };
  const requests = { ...min, ...limits, ...membersOf(limit.defaultRequest) };
  return {
    ...limit,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  };
}

function membersOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
