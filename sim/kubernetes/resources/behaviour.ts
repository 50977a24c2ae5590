import type { CryptoPort } from '../../../base/env/crypto';
import { groupResource } from '../../../kube/meta';
import type { AccessPlane } from '../access';
import type { BuiltinBehaviour } from '../model/builtin';
import type { Conversion } from '../model/definition';
import type { Strategy } from '../model/strategy';
import { accessActions } from './access-actions';
import { webhookConfigurationMain } from './admissionregistration/webhooks';
import { definitionMain, definitionStatus } from './apiextensions/strategies';
import { tokenRequestStrategy } from './authentication';
import { isScaled, scaleLens } from './apps/scale';
import { daemonSetMain, replicationControllerMain, workloadMain, workloadScale } from './apps/workload';
import { cronJobMain, jobMain } from './batch/job';
import { autoscalerConversion } from './autoscaling/conversion';
import { autoscalerMain } from './autoscaling/strategies';
import { csrStrategies } from './certificates/strategies';
import { pkiReader } from './certificates/pki-reader';
import { leaseMain } from './coordination/lease';
import { configMapMain } from './core/config-map';
import { namespaceFinalize, namespaceMain, namespaceStatus } from './core/namespace';
import { podMain, podStatus } from './core/pod';
import { secretMain } from './core/secret';
import { serviceMain, serviceStatus } from './core/service';
import { serviceAccountMain } from './core/service-account';
import { persistentVolumeClaimMain, persistentVolumeMain } from './core/volumes';
import { defaulterOf } from './defaults';
import { eventConversion } from './events/conversion';
import { coreEventMain, groupEventMain } from './events/strategies';
import { commonStrategy, mainStrategy, statusStrategy } from './generic-strategy';
import { factsOf } from './kinds';
import { mergeStrategies } from './merged-strategy';
import { rbacStrategies } from './rbac/strategies';
import { ingressMain } from './networking/ingress';
import { printerOf } from './tables';

export interface ResourceDependencies {
  readonly crypto: CryptoPort;
  readonly access: AccessPlane;
}

/** Subresources whose body is another kind than the resource's. */
const OTHER_BODIES: readonly string[] = ['scale', 'token', 'binding', 'eviction'];

/** Kinds that are stored in the form of another version, as `group/version/Kind`. */
const CONVERSIONS: Readonly<Record<string, Conversion | undefined>> = {
  'events.k8s.io/v1/Event': eventConversion,
  'autoscaling/v1/HorizontalPodAutoscaler': autoscalerConversion,
};

/** How the built-in kinds behave: data for every kind that is served, code for those that need it. */
export function resourceBehaviour(
  dependencies: ResourceDependencies,
): Required<Pick<BuiltinBehaviour, 'strategy' | 'action' | 'lens' | 'conversion'>> {
  const own = ownStrategies(dependencies);
  const actions = new Map(Object.entries(accessActions(dependencies.access)));
  return {
    strategy(endpoint) {
      const name = parsed(endpoint);
      const { group, resource, subresource } = name;
      const base = genericStrategy(name);
      const special = own.get([group, resource, subresource].join('/'));
      return special === undefined ? base : mergeStrategies(base, special);
    },
    action: (endpoint) => actions.get(endpoint),
    lens(endpoint) {
      const { resource, subresource } = parsed(endpoint);
      return subresource === 'scale' && isScaled(resource) ? scaleLens : undefined;
    },
    conversion: (kind) => CONVERSIONS[kind],
  };
}

/** The endpoints with rules beyond their schema and their data, as `group/resource/subresource`. */
export function endpointsWithRules(dependencies: ResourceDependencies): readonly string[] {
  return [...ownStrategies(dependencies).keys()];
}

/** By `group/resource/subresource`. */
function ownStrategies({ crypto, access }: ResourceDependencies): ReadonlyMap<string, Strategy> {
  const x509 = pkiReader(crypto);
  const csr = csrStrategies(x509);
  const rbac = rbacStrategies(access);
  return new Map<string, Strategy>([
    ['certificates.k8s.io/certificatesigningrequests/', csr.main],
    ['certificates.k8s.io/certificatesigningrequests/approval', csr.approval],
    ['certificates.k8s.io/certificatesigningrequests/status', csr.status],
    ['/namespaces/', namespaceMain],
    ['/namespaces/status', namespaceStatus],
    ['/namespaces/finalize', namespaceFinalize],
    ['/secrets/', secretMain(x509)],
    ['/configmaps/', configMapMain],
    ['/serviceaccounts/', serviceAccountMain],
    ['/serviceaccounts/token', tokenRequestStrategy],
    ['/events/', coreEventMain],
    ['events.k8s.io/events/', groupEventMain],
    ['coordination.k8s.io/leases/', leaseMain],
    ['/pods/', podMain],
    ['/pods/status', podStatus],
    ['/services/', serviceMain],
    ['/services/status', serviceStatus],
    ['/persistentvolumes/', persistentVolumeMain],
    ['/persistentvolumeclaims/', persistentVolumeClaimMain],
    ['apps/deployments/', workloadMain('deployment')],
    ['apps/replicasets/', workloadMain('deployment')],
    ['apps/statefulsets/', workloadMain('statefulset')],
    ['/replicationcontrollers/', replicationControllerMain],
    ['apps/daemonsets/', daemonSetMain],
    ...['apps/deployments', 'apps/replicasets', 'apps/statefulsets', '/replicationcontrollers'].map((kind): [string, Strategy] => [
      `${kind}/scale`,
      workloadScale,
    ]),
    ['autoscaling/horizontalpodautoscalers/', autoscalerMain],
    ['batch/jobs/', jobMain],
    ['batch/cronjobs/', cronJobMain],
    ['networking.k8s.io/ingresses/', ingressMain],
    ['admissionregistration.k8s.io/validatingwebhookconfigurations/', webhookConfigurationMain],
    ['admissionregistration.k8s.io/mutatingwebhookconfigurations/', webhookConfigurationMain],
    ['apiextensions.k8s.io/customresourcedefinitions/', definitionMain],
    ['apiextensions.k8s.io/customresourcedefinitions/status', definitionStatus],
    ['rbac.authorization.k8s.io/roles/', rbac.roles],
    ['rbac.authorization.k8s.io/clusterroles/', rbac.clusterRoles],
    ['rbac.authorization.k8s.io/rolebindings/', rbac.roleBindings],
    ['rbac.authorization.k8s.io/clusterrolebindings/', rbac.clusterRoleBindings],
  ]);
}

function genericStrategy({ group, version, resource, subresource }: EndpointName): Strategy {
  const name = groupResource({ group, resource });
  const facts = factsOf(name);
  const table = subresource === '' ? printerOf(name) : undefined;
  const printing: Strategy = table === undefined ? {} : { table };
  if (facts === undefined) return printing;
  const applyDefaults = defaulterOf(name, version);
  const defaulting: Strategy = applyDefaults === undefined ? {} : { applyDefaults };
  if (subresource === '') return { ...mainStrategy(facts), ...defaulting, ...printing };
  if (subresource === 'status') return { ...statusStrategy(facts), ...defaulting };
  return OTHER_BODIES.includes(subresource) ? commonStrategy(facts) : { ...commonStrategy(facts), ...defaulting };
}

interface EndpointName {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
}

function parsed(endpoint: string): EndpointName {
  const [group = '', version = '', resource = '', subresource = ''] = endpoint.split('/');
  return { group, version, resource, subresource };
}
