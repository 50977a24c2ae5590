import type { KubeClient } from '../../kube/client';
import type { KubeObject } from '../../kube/meta';
import { Resources } from '../../kube/resources';
import type { SubjectAccessReview, SubjectAccessReviewSpec } from '../../kube/types/authorization';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { WorkQueue } from '../../kube/work-queue';
import { applyOutcome } from './apply-outcome';
import { climb } from './climb';
import { componentName, requestControllerName } from './controller-names';
import { drive } from './drive';
import type { Answerer } from './drive';
import { issuerType, resourceNamespace } from './issuer';
import type { Issuer, IssuerType } from './issuer';
import { secretOrNone } from './read-secret';
import { requestToken } from './request-token';
import { controllerQueue, runQueue } from './run-queue';
import type { Signers } from './signer';
import { issuerKey, issuerKind, parseSignerName } from './signer-name';
import type { IssuerKind } from './signer-name';
import type { Answer } from './steps';
import { BY_ISSUER, BY_KEY_SECRET, changed, findIssuer } from './world';
import type { Controller, World } from './world';

// What a list leaves out of its items; events and writes need it.
const KIND = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' };

/** One of the five: it looks at every request and signs those whose issuer has its type. */
export function requestController(type: IssuerType, signers: Signers, world: World): Controller {
  const name = requestControllerName(type);
  const queue = controllerQueue(world.clock);
  const { client, tell } = world.identity(componentName(name));
  const answer = answerer(world, client);
  const process = async (key: string): Promise<void> => {
    const request = world.requests.store.get(key);
    if (request === undefined || request.metadata?.deletionTimestamp !== undefined) return;
    const outcome = await drive(climb(request, { signers, tools: world.tools, serves: type }), answer);
    await applyOutcome({ ...request, ...KIND }, outcome, { client, clock: world.clock, tell });
  };
  return {
    name,
    run() {
      watch(type, world, queue);
      return runQueue({ controller: name, queue, workers: world.workers, metrics: world.metrics, log: world.log, process });
    },
    stop: () => queue.shutDown(),
  };
}

function answerer(world: World, client: KubeClient): Answerer {
  return (question) => {
    switch (question.ask) {
      case 'issuer':
        return { to: 'issuer', value: findIssuer(world, question.ref) };
      case 'review':
        return review(client, question.review);
      case 'secret':
        return secretOrNone(world, client, question);
      case 'token':
        return requestToken(client, question.token).then((value) => ({ to: 'token', value }));
      case 'upstream':
        return question.call().then((value) => ({ to: 'upstream', value }));
    }
  };
}

async function review(client: KubeClient, spec: SubjectAccessReviewSpec): Promise<Answer> {
  const asked: SubjectAccessReview = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata: {}, spec };
  const answered = await client.create(Resources.subjectAccessReviews, asked);
  return { to: 'review', value: answered.status?.allowed === true };
}

/** What wakes a request (section 1.6). */
function watch(type: IssuerType, world: World, queue: WorkQueue): void {
  const wake = (request: CertificateSigningRequest): void => queue.add(request.metadata?.name ?? '');
  world.requests.addHandlers({ add: wake, delete: wake, update: (previous, next) => changed(previous, next) && wake(next) });
  watchIssuers('Issuer', world, wake);
  watchIssuers('ClusterIssuer', world, wake);
  if (type === 'selfsigned') watchKeySecrets(world, wake);
  if (type === 'acme') watchOrders(world, wake);
}

function watchIssuers(kind: IssuerKind, world: World, wake: (request: CertificateSigningRequest) => void): void {
  const wakeFor = ({ metadata }: Issuer): void => {
    const ref = { kind, namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
    world.requests.store.byIndex(BY_ISSUER, issuerKey(ref)).forEach(wake);
  };
  const informer = kind === 'Issuer' ? world.issuers : world.clusterIssuers;
  informer?.addHandlers({ add: wakeFor, delete: wakeFor, update: (previous, next) => changed(previous, next) && wakeFor(next) });
}

function watchOrders(world: World, wake: (request: CertificateSigningRequest) => void): void {
  const wakeFor = ({ metadata }: KubeObject): void => {
    const owner = (metadata?.ownerReferences ?? []).find(({ kind }) => kind === KIND.kind);
    const request = owner && world.requests.store.get(owner.name);
    if (request) wake(request);
  };
  const { orders } = world.acme;
  orders.addHandlers({ add: wakeFor, delete: wakeFor, update: (previous, next) => changed(previous, next) && wakeFor(next) });
}

function watchKeySecrets(world: World, wake: (request: CertificateSigningRequest) => void): void {
  const wakeFor = ({ metadata }: KubeObject): void => {
    for (const request of world.requests.store.byIndex(BY_KEY_SECRET, metadata?.name ?? '')) {
      if (keyNamespace(world, request) === metadata?.namespace) wake(request);
    }
  };
  world.secrets.addHandlers({ add: wakeFor, delete: wakeFor, update: (previous, next) => changed(previous, next) && wakeFor(next) });
}

/** Where a self-signed request's key is looked for; the group of its signer is, as upstream, not checked. */
function keyNamespace(world: World, request: CertificateSigningRequest): string | undefined {
  const signer = parseSignerName(request.spec?.signerName ?? '');
  const kind = signer && issuerKind(signer.type);
  if (!signer || !kind) return undefined;
  const issuer = findIssuer(world, { kind, namespace: signer.namespace, name: signer.name });
  if (issuer === undefined || issuerType(issuer) !== 'selfsigned') return undefined;
  return resourceNamespace(kind, signer.namespace, world.tools.clusterResourceNamespace);
}
