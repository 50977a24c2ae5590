import type { KubeObject } from '../../../../kube/meta';
import { at, entriesAt, listAt, numberAt, scalarAt, textAt } from '../common/tree';
import { ageOf, nameOf, NONE, orNone, UNKNOWN, type Cells } from './cells';
import { labelText } from './workloads';

/** Endpoints beyond these are only counted. */
const SHOWN = 3;

export const networkCells: Readonly<Record<string, Cells>> = {
  services: (service, now) => [
    nameOf(service),
    textAt(service, 'spec', 'type'),
    orNone(textAt(service, 'spec', 'clusterIP')),
    externalAddress(service),
    orNone(listAt(service, 'spec', 'ports').map(portText).join(',')),
    ageOf(service, now),
    labelText(entriesAt(service, 'spec', 'selector')),
  ],
  'ingresses.networking.k8s.io': (ingress, now) => [
    nameOf(ingress),
    orNone(textAt(ingress, 'spec', 'ingressClassName')),
    hostText(ingress),
    balancerAddresses(ingress).join(','),
    listAt(ingress, 'spec', 'tls').length > 0 ? '80, 443' : '80',
    ageOf(ingress, now),
  ],
  'ingressclasses.networking.k8s.io': (ingressClass, now) => [
    nameOf(ingressClass),
    textAt(ingressClass, 'spec', 'controller'),
    parametersText(ingressClass),
    ageOf(ingressClass, now),
  ],
  'networkpolicies.networking.k8s.io': (policy, now) => [
    nameOf(policy),
    labelText(entriesAt(policy, 'spec', 'podSelector', 'matchLabels')),
    ageOf(policy, now),
  ],
  // One cell more than there are columns, as upstream prints it.
  'ipaddresses.networking.k8s.io': (address, now) => [nameOf(address), parentText(address), ageOf(address, now)],
  'servicecidrs.networking.k8s.io': (range, now) => [nameOf(range), listAt(range, 'spec', 'cidrs').join(','), ageOf(range, now)],
  endpoints: (endpoints, now) => [nameOf(endpoints), endpointText(endpoints), ageOf(endpoints, now)],
  'endpointslices.discovery.k8s.io': (slice, now) => [
    nameOf(slice),
    textAt(slice, 'addressType'),
    shortened(
      listAt(slice, 'ports').map((port) => scalarAt(port, 'port') || '*'),
      '<unset>',
    ),
    shortened(
      listAt(slice, 'endpoints').flatMap((endpoint) => listAt(endpoint, 'addresses').map(String)),
      '<unset>',
    ),
    ageOf(slice, now),
  ],
};

function externalAddress(service: KubeObject): string {
  const external = listAt(service, 'spec', 'externalIPs').map(String);
  switch (textAt(service, 'spec', 'type')) {
    case 'ExternalName':
      return textAt(service, 'spec', 'externalName');
    case 'LoadBalancer':
      return [...balancerAddresses(service), ...external].join(',') || '<pending>';
    case 'ClusterIP':
    case 'NodePort':
      return orNone(external.join(','));
    default:
      return UNKNOWN;
  }
}

function balancerAddresses(object: KubeObject): string[] {
  return listAt(object, 'status', 'loadBalancer', 'ingress').map((point) => textAt(point, 'ip') || textAt(point, 'hostname'));
}

function portText(port: unknown): string {
  const node = numberAt(port, 'nodePort');
  return `${numberAt(port, 'port')}${node === 0 ? '' : `:${node}`}/${textAt(port, 'protocol')}`;
}

function hostText(ingress: KubeObject): string {
  const hosts = listAt(ingress, 'spec', 'rules')
    .map((rule) => textAt(rule, 'host'))
    .filter((host) => host !== '');
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, SHOWN).join(',');
  return hosts.length > SHOWN ? `${shown} + ${hosts.length - SHOWN} more...` : shown;
}

function parametersText(ingressClass: KubeObject): string {
  const parameters = at(ingressClass, 'spec', 'parameters');
  if (parameters === undefined) return NONE;
  const group = textAt(parameters, 'apiGroup');
  return `${textAt(parameters, 'kind')}${group === '' ? '' : `.${group}`}/${textAt(parameters, 'name')}`;
}

function parentText(address: KubeObject): string {
  const parent = at(address, 'spec', 'parentRef');
  if (parent === undefined) return NONE;
  const parts = [textAt(parent, 'group'), textAt(parent, 'resource')].filter((part) => part !== '').join('.');
  return [parts, textAt(parent, 'namespace'), textAt(parent, 'name')].filter((part) => part !== '').join('/');
}

function endpointText(endpoints: KubeObject): string {
  const all = listAt(endpoints, 'subsets').flatMap((subset) => {
    const addresses = listAt(subset, 'addresses').map((address) => textAt(address, 'ip'));
    const ports = listAt(subset, 'ports').map((port) => numberAt(port, 'port'));
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((address) => `${address}:${port}`));
  });
  return shortened(all, NONE);
}

function shortened(items: readonly string[], none: string): string {
  if (items.length === 0) return none;
  const shown = items.slice(0, SHOWN).join(',');
  return items.length > SHOWN ? `${shown} + ${items.length - SHOWN} more...` : shown;
}
