import { isObject, type JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { ChallengeObject } from '../objects';
import { objectMeta, type SolverParts } from './labels';

export interface Pod extends KubeObject {
  spec?: JsonObject;
}

/** Where the solver listens. */
export const SOLVER_PORT = 8089;

const IMAGE = 'quay.io/jetstack/cert-manager-acmesolver:v1.21.1';

const ANNOTATIONS = { 'sidecar.istio.io/inject': 'false', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' };

/** The Pod that serves the key; `podTemplate` of the solver is laid over it. */
export function solverPod(challenge: ChallengeObject, { settings }: SolverParts): Pod {
  const template = isObject(settings.podTemplate) ? settings.podTemplate : {};
  const { labels, annotations } = templateMeta(template);
  const asked = isObject(template.spec) ? template.spec : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: objectMeta(challenge, { labels, annotations: { ...ANNOTATIONS, ...annotations } }),
    spec: overlaid(podSpec(challenge), asked),
  };
}

/** Labels and annotations of a solver's template. */
export function templateMeta(template: JsonObject): { labels: Record<string, string>; annotations: Record<string, string> } {
  const metadata = isObject(template.metadata) ? template.metadata : {};
  return { labels: texts(metadata.labels), annotations: texts(metadata.annotations) };
}

function podSpec({ spec }: ChallengeObject): JsonObject {
  const { dnsName = '', token = '', key = '' } = spec ?? {};
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    restartPolicy: 'OnFailure',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'acmesolver',
        image: IMAGE,
        imagePullPolicy: 'IfNotPresent',
        args: [`--listen-port=${SOLVER_PORT}`, `--domain=${dnsName}`, `--token=${token}`, `--key=${key}`],
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
        ports: [{ name: 'http', containerPort: SOLVER_PORT }],
        securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}

/** Selectors add up, resources are the container's, everything else replaces what was there. */
function overlaid(spec: JsonObject, asked: JsonObject): JsonObject {
  const { resources, nodeSelector, ...rest } = asked;
  const [container] = Array.isArray(spec.containers) ? spec.containers : [];
  const limited: JsonObject =
    isObject(container) && isObject(resources) ? { containers: [{ ...container, resources: merged(container.resources, resources) }] } : {};
  return { ...spec, ...rest, ...limited, nodeSelector: merged(spec.nodeSelector, nodeSelector) };
}

function merged(base: unknown, over: unknown): JsonObject {
  const [below, above] = [isObject(base) ? base : {}, isObject(over) ? over : {}];
  const entries = Object.entries(above).map(([name, value]) => [name, isObject(value) ? merged(below[name], value) : value] as const);
  return { ...below, ...Object.fromEntries(entries) };
}

function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : [])));
}
