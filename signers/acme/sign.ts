import { ApiError } from '../../kube/api-error';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { decodeCertificates, decodeRequest, sameKey, type CertificateRequest } from '../../pki';
import { resourceNamespace } from '../engine/issuer';
import type { Ready } from '../engine/ladder';
import { asError, failed, issued, LEAVE, retry, warning, type Outcome } from '../engine/outcome';
import { fromBase64 } from '../engine/secret-data';
import type { Signer, SignerTools } from '../engine/signer';
import { askUpstream, passed, shut, type Steps } from '../engine/steps';
import { commonNameProblem } from './common-name';
import { isFailure } from './objects';
import { buildOrder, type Order } from './order';
import type { OrderStore } from './order-store';

/** `--copied-annotation-prefixes`. */
const COPIED_ANNOTATIONS = ['*', '-kubectl.kubernetes.io/', '-fluxcd.io/', '-argocd.argoproj.io/'];

/** Section 9.1: one Order per request; its certificate is handed on as it is. */
export const signWithAcme: Signer = function* (ready, tools) {
  const { request, issuer } = ready;
  const csr = yield* decoded(request);
  if (csr === undefined) return undefined;
  const problem = commonNameProblem(csr);
  if (problem !== undefined) return yield* shut('template', failed('InvalidOrder', problem));
  const order = yield* orderOf(ready, csr, tools);
  if (order === undefined) return undefined;
  yield passed('template', `Order ${fullName(order)}`);
  yield passed('secret-exists', `the account's key is the affair of ${issuer.metadata?.name ?? ''}`);
  const outcome = yield* askUpstream(`the state of Order ${fullName(order)}`, () => work(order, { request, csr }, tools));
  return outcome;
};

function* decoded(request: CertificateSigningRequest): Steps<CertificateRequest | undefined> {
  try {
    return decodeRequest(fromBase64(request.spec?.request ?? ''));
  } catch (error) {
    return yield* shut('template', failed('RequestParsingError', `Failed to decode CSR in spec.request: ${asError(error).message}`));
  }
}

function* orderOf({ request, ref, issuer }: Ready, csr: CertificateRequest, tools: SignerTools): Steps<Order | undefined> {
  const namespace = resourceNamespace(ref.kind, ref.namespace, tools.clusterResourceNamespace);
  const enableDuration = issuer.spec?.acme?.enableDurationFeature === true;
  try {
    return buildOrder(request, csr, { namespace, enableDuration, copiedAnnotations: COPIED_ANNOTATIONS });
  } catch (error) {
    return yield* shut('template', failed('OrderBuildingError', `Failed to build order: ${asError(error).message}`));
  }
}

interface Asked {
  readonly request: CertificateSigningRequest;
  readonly csr: CertificateRequest;
}

async function work(order: Order, { request, csr }: Asked, { orders }: SignerTools): Promise<Outcome> {
  const { name = '', namespace = '' } = order.metadata;
  if (orders === undefined) return retry(new Error('this engine runs without Orders'));
  const existing = orders.get(namespace, name);
  if (existing === undefined) return create(order, orders);
  const owner = (existing.metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
  if (owner?.uid !== request.metadata?.uid) {
    return retry(new Error('found Order resource not owned by this CertificateSigningRequest, retrying'));
  }
  const { state = '', reason = '', certificate = '' } = existing.status ?? {};
  if (isFailure(state)) {
    const why = `order is in "${state}" state: ${reason}`;
    return failed('OrderFailed', `Failed to wait for order resource ${fullName(order)} to become ready: ${why}`);
  }
  if (state !== 'valid') return pending(`Waiting on certificate issuance from order ${fullName(order)}: "${state}"`);
  if (certificate === '') return pending(`Waiting for order-controller to add certificate data to Order ${fullName(order)}`);
  const pem = new TextDecoder().decode(fromBase64(certificate));
  const bad = badCertificate(pem, csr);
  if (bad === undefined) return issued(pem, 'Certificate fetched from issuer successfully');
  return discard(order, bad, orders);
}

async function create(order: Order, orders: OrderStore): Promise<Outcome> {
  try {
    await orders.create(order);
  } catch (error) {
    return retry(new Error(`failed create new order resource ${fullName(order)}: ${asError(error).message}`, { cause: error }));
  }
  return { kind: 'wait', event: { type: 'Normal', reason: 'OrderCreated', message: `Created Order resource ${fullName(order)}` } };
}

async function discard(order: Order, message: string, orders: OrderStore): Promise<Outcome> {
  const event = warning('OrderBadCertificate', message);
  try {
    await orders.delete(order.metadata.namespace ?? '', order.metadata.name ?? '');
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) return retry(error, event);
  }
  return { ...LEAVE, event };
}

function badCertificate(pem: string, { publicKey }: CertificateRequest): string | undefined {
  try {
    const [leaf] = decodeCertificates(new TextEncoder().encode(pem), 'bundle');
    const fits = leaf?.publicKey !== undefined && publicKey !== undefined && sameKey(leaf.publicKey, publicKey);
    return fits ? undefined : "Deleting Order as the signed certificate's key does not match the request";
  } catch (error) {
    return `Deleting Order with bad certificate: ${asError(error).message}`;
  }
}

function pending(message: string): Outcome {
  return { kind: 'wait', event: { type: 'Normal', reason: 'OrderPending', message } };
}

function fullName({ metadata }: Order): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
