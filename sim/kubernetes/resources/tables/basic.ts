import { humanDuration } from '../../../../kube/human-duration';
import type { KubeObject } from '../../../../kube/meta';
import { conditionsOf } from '../certificates/conditions';
import { entriesAt, numberAt, textAt, at, listAt } from '../common/tree';
import { ageOf, nameOf, NONE, orNone, since, type Cells } from './cells';

/** Printers of the kinds that the certificate flow is made of. */
export const basicCells: Readonly<Record<string, Cells>> = {
  'certificatesigningrequests.certificates.k8s.io': (csr, now) => [
    nameOf(csr),
    ageOf(csr, now),
    orNone(textAt(csr, 'spec', 'signerName')),
    textAt(csr, 'spec', 'username'),
    at(csr, 'spec', 'expirationSeconds') === undefined ? NONE : humanDuration(numberAt(csr, 'spec', 'expirationSeconds')),
    csrCondition(csr),
  ],
  secrets: (secret, now) => [nameOf(secret), textAt(secret, 'type'), entriesAt(secret, 'data').length, ageOf(secret, now)],
  configmaps: (map, now) => [nameOf(map), entriesAt(map, 'data').length + entriesAt(map, 'binaryData').length, ageOf(map, now)],
  namespaces: (namespace, now) => [nameOf(namespace), textAt(namespace, 'status', 'phase'), ageOf(namespace, now)],
  serviceaccounts: (account, now) => [nameOf(account), ageOf(account, now)],
  'leases.coordination.k8s.io': (lease, now) => [nameOf(lease), textAt(lease, 'spec', 'holderIdentity'), ageOf(lease, now)],
  'rolebindings.rbac.authorization.k8s.io': bindingCells,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingCells,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhookCells,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhookCells,
};

function csrCondition(csr: KubeObject): string {
  const has = (type: string): boolean => conditionsOf(csr, type).length > 0;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${textAt(csr, 'status', 'certificate') === '' ? '' : ',Issued'}`;
}

function bindingCells(binding: KubeObject, now: number): unknown[] {
  const named = (kind: string): readonly unknown[] => listAt(binding, 'subjects').filter((subject) => textAt(subject, 'kind') === kind);
  const names = (kind: string): string =>
    named(kind)
      .map((subject) => textAt(subject, 'name'))
      .join(', ');
  const accounts = named('ServiceAccount').map((subject) => `${textAt(subject, 'namespace')}/${textAt(subject, 'name')}`);
  const role = `${textAt(binding, 'roleRef', 'kind')}/${textAt(binding, 'roleRef', 'name')}`;
  return [nameOf(binding), role, ageOf(binding, now), names('User'), names('Group'), accounts.join(', ')];
}

function webhookCells(configuration: KubeObject, now: number): unknown[] {
  return [nameOf(configuration), listAt(configuration, 'webhooks').length, ageOf(configuration, now)];
}

/** Of an Event in the core group's form. */
export function eventCells(event: KubeObject, now: number): unknown[] {
  const first = since(textAt(event, 'firstTimestamp') || textAt(event, 'eventTime'), now);
  const last = textAt(event, 'lastTimestamp');
  const series = at(event, 'series') !== undefined;
  const seen = series ? since(textAt(event, 'series', 'lastObservedTime'), now) : last === '' ? first : since(last, now);
  const count = series ? numberAt(event, 'series', 'count') : numberAt(event, 'count') || 1;
  const kind = textAt(event, 'involvedObject', 'kind').toLowerCase();
  const name = textAt(event, 'involvedObject', 'name');
  return [
    seen,
    textAt(event, 'type'),
    textAt(event, 'reason'),
    name === '' ? kind : `${kind}/${name}`,
    textAt(event, 'involvedObject', 'fieldPath'),
    sourceText(event),
    textAt(event, 'message').trim(),
    first,
    count,
    nameOf(event),
  ];
}

function sourceText(event: KubeObject): string {
  const component = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
  const instance = textAt(event, 'source', 'host') || textAt(event, 'reportingInstance');
  return instance === '' ? component : `${component}, ${instance}`;
}
