import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { RequestContext } from '../../model/request-context';
import type { Strategy } from '../../model/strategy';
import { at, listAt, textAt, withMember } from '../common/tree';
import type { Stored } from '../generic-strategy';
import { oneOf, rangeErrors } from './pod-validation';

const TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];
/** kube-apiserver's default range for node ports. */
const NODE_PORTS = { first: 30_000, count: 2768 };

export const serviceMain: Strategy<Stored> = {
  prepareForCreate: allocated,
  prepareForUpdate: keptOrAllocated,
  validate: validateService,
  validateUpdate: (next, current) => [...validateService(next), ...addressErrors(next, current)],
};

export const serviceStatus: Strategy<Stored> = { validateUpdate: balancerErrors };

/**
 * Addresses are drawn at random out of 10.0.0.0/16, where nothing routes: with 65,000 to choose from, a laboratory does without the
 * bookkeeping of those in use.
 */
function allocated(service: Stored, context: RequestContext): Stored {
  const type = textAt(service, 'spec', 'type');
  if (type === 'ExternalName') return service;
  const asked = textAt(service, 'spec', 'clusterIP');
  const address = asked === '' ? clusterAddress(context) : asked;
  const headless = address === 'None' && listAt(service, 'spec', 'selector').length === 0 && at(service, 'spec', 'selector') === undefined;
  const families = headless ? ['IPv4', 'IPv6'] : ['IPv4'];
  return withSpec(service, {
    ...(type === 'ClusterIP' ? {} : { ports: listAt(service, 'spec', 'ports').map((port) => withNodePort(port, context)) }),
    clusterIP: address,
    clusterIPs: [address],
    ipFamilies: at(service, 'spec', 'ipFamilies') ?? families,
    ipFamilyPolicy: at(service, 'spec', 'ipFamilyPolicy') ?? (headless ? 'RequireDualStack' : 'SingleStack'),
  });
}

/** A PUT that says nothing of the addresses keeps them. */
function keptOrAllocated(next: Stored, current: Stored, context: RequestContext): Stored {
  if (textAt(next, 'spec', 'type') === 'ExternalName') return next;
  const kept = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'].filter((member) => at(next, 'spec', member) === undefined);
  const members = kept.map((member): [string, unknown] => [member, at(current, 'spec', member)]);
  return allocated(withSpec(next, Object.fromEntries(members.filter(([, value]) => value !== undefined))), context);
}

function clusterAddress({ random }: RequestContext): string {
  const [high = 0, low = 0] = random.stream('cluster-ip').bytes(2);
  // The lowest addresses are the cluster's own.
  return `10.0.${high}.${Math.max(low, 10)}`;
}

function withNodePort(port: unknown, { random }: RequestContext): object {
  const members = { ...(port as object) };
  if (at(port, 'nodePort') !== undefined) return members;
  return { ...members, nodePort: NODE_PORTS.first + random.stream('node-port').integer(NODE_PORTS.count) };
}

function withSpec(service: Stored, members: Readonly<Record<string, unknown>>): Stored {
  return withMember(service, 'spec', { ...(service.spec as object | undefined), ...members });
}

function validateService(service: Stored): FieldError[] {
  const ports = listAt(service, 'spec', 'ports');
  const external = textAt(service, 'spec', 'type') === 'ExternalName';
  const headless = textAt(service, 'spec', 'clusterIP') === 'None';
  if (external && textAt(service, 'spec', 'externalName') === '') return [FieldErrors.required('spec.externalName')];
  return [
    ...(ports.length === 0 && !external && !headless ? [FieldErrors.required('spec.ports')] : []),
    ...ports.flatMap((port, index) => portErrors(port, ports.length > 1, `spec.ports[${index}]`)),
    ...oneOf(textAt(service, 'spec', 'type'), TYPES, 'spec.type'),
  ];
}

/** The first address is kept for good; only a change of type lets it go. */
function addressErrors(next: Stored, current: Stored): FieldError[] {
  const [address, stored] = [textAt(next, 'spec', 'clusterIP'), textAt(current, 'spec', 'clusterIP')];
  const external = [next, current].some((service) => textAt(service, 'spec', 'type') === 'ExternalName');
  if (external || stored === '' || address === stored) return [];
  return [FieldErrors.invalid('spec.clusterIPs[0]', [address], 'may not change once set')];
}

function balancerErrors(service: Stored): FieldError[] {
  const balanced = listAt(service, 'status', 'loadBalancer', 'ingress').length > 0;
  if (!balanced || textAt(service, 'spec', 'type') === 'LoadBalancer') return [];
  return [FieldErrors.forbidden('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
}

function portErrors(port: unknown, several: boolean, field: string): FieldError[] {
  const target = at(port, 'targetPort');
  return [
    ...(several && textAt(port, 'name') === '' ? [FieldErrors.required(`${field}.name`)] : []),
    ...rangeErrors(at(port, 'port') ?? 0, `${field}.port`),
    ...oneOf(textAt(port, 'protocol'), PROTOCOLS, `${field}.protocol`),
    ...(typeof target === 'number' ? rangeErrors(target, `${field}.targetPort`) : []),
  ];
}
