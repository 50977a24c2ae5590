import { encodePem, parseCertificateChain } from '../../pki';
import { userAgent } from '../engine/user-agent';
import { resourceNamespace } from '../engine/issuer';
import type { Ready } from '../engine/ladder';
import { asError, failed, issued, remember, retry, warning } from '../engine/outcome';
import type { Outcome } from '../engine/outcome';
import { isNotFound } from '../engine/require-secret';
import { fromBase64 } from '../engine/secret-data';
import type { Signer, SignerTools } from '../engine/signer';
import { askUpstream, passed, shut, UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { componentName, requestControllerName } from '../engine/controller-names';
import { checkPolicy } from './check-policy';
import { ImpossibleAnswer, RetrieveTimeout } from './connector';
import type { Connector } from './connector';
import { CUSTOM_FIELDS_ANNOTATION, parseCustomFields } from './custom-fields';
import { CustomFieldTypeError, named, orderOf, requestOf } from './order';
import type { OrderFacts, VenafiOrder } from './order';
import { venafiSession } from './session';

export const PICKUP_ID_ANNOTATION = 'venafi.experimental.cert-manager.io/pickup-id';

/** Section 8.1: the first look at a request orders its certificate, the next ones fetch it. */
export const signWithVenafi: Signer = function* (ready, tools) {
  const connector = yield* connected(ready, tools);
  const facts = connector && (yield* orderFacts(ready));
  if (connector === undefined || facts === undefined) return undefined;
  const pickupId = ready.request.metadata?.annotations?.[PICKUP_ID_ANNOTATION] ?? '';
  if (pickupId === '') return yield* ordered(connector, facts, tools);
  return yield* fetched(connector, { facts, pickupId }, tools);
};

function* connected({ issuer, ref }: Ready, tools: SignerTools): Steps<Connector | undefined> {
  const namespace = resourceNamespace(ref.kind, ref.namespace, tools.clusterResourceNamespace);
  try {
    const make = yield* venafiSession(issuer.spec?.venafi ?? {}, namespace);
    yield passed('secret-exists', 'the credentials are there');
    const connector = make({ ...tools, userAgent: userAgent(componentName(requestControllerName('venafi'))) });
    yield* askUpstream('whether the server takes the credentials', () => connector.authenticate());
    return connector;
  } catch (error) {
    return error instanceof UnknownFact ? rethrow(error) : yield* shut('secret-exists', notConnected(error));
  }
}

/** Other than with Vault, a missing Secret is waited for. */
function notConnected(error: unknown): Outcome {
  if (isNotFound(error)) return { kind: 'wait', event: warning('SecretNotFound', 'Required secret resource not found') };
  const message = `Failed to initialise Certificate Manager client for signing: ${asError(error).message}`;
  return retry(error, warning('ErrorVenafiInit', message));
}

function* orderFacts({ request, duration }: Ready): Steps<OrderFacts | undefined> {
  const { annotations = {} } = request.metadata ?? {};
  const pem = new TextDecoder().decode(fromBase64(request.spec?.request ?? ''));
  try {
    return { pem, duration, customFields: parseCustomFields(annotations[CUSTOM_FIELDS_ANNOTATION]) };
  } catch (error) {
    const message = `Failed to parse "${CUSTOM_FIELDS_ANNOTATION}" annotation: ${asError(error).message}`;
    return yield* shut('template', failed('ErrorCustomFields', message));
  }
}

function* ordered(connector: Connector, facts: OrderFacts, tools: SignerTools): Steps<Outcome> {
  try {
    const pickupId = yield* askUpstream('whether the server takes the order', async () =>
      connector.submit(await checkedOrder(connector, facts, tools)),
    );
    return remember({ [PICKUP_ID_ANNOTATION]: pickupId });
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    if (error instanceof CustomFieldTypeError) return failed('ErrorCustomFields', error.message);
    return failed('ErrorRequest', `Failed to request Certificate Manager certificate: ${asError(error).message}`);
  }
}

/** The same way for ordering and fetching: what is wrong with the request or the zone shows in both. */
async function checkedOrder(connector: Connector, facts: OrderFacts, { crypto }: SignerTools): Promise<VenafiOrder> {
  const zone = await connector.readZone();
  const order = orderOf(requestOf(facts.pem, crypto), facts);
  checkPolicy(order, zone);
  return named(order);
}

interface Fetch {
  readonly facts: OrderFacts;
  readonly pickupId: string;
}

function* fetched(connector: Connector, { facts, pickupId }: Fetch, tools: SignerTools): Steps<Outcome> {
  let bundle: string;
  try {
    bundle = yield* askUpstream('whether the certificate is ready', async () =>
      connector.retrieve(await checkedOrder(connector, facts, tools), pickupId),
    );
  } catch (error) {
    return error instanceof UnknownFact ? rethrow(error) : notFetched(error);
  }
  try {
    const { chain } = parseCertificateChain(new TextEncoder().encode(bundle), tools.crypto);
    const pem = chain.map(({ raw }) => encodePem('CERTIFICATE', raw)).join('');
    return issued(pem, 'Certificate fetched from Certificate Manager issuer successfully');
  } catch (error) {
    return failed('ErrorParse', `Failed to parse returned certificate bundle: ${asError(error).message}`);
  }
}

function notFetched(error: unknown): Outcome {
  if (error instanceof RetrieveTimeout) {
    return retry(error, warning('RetrieveCertificateTimeout', 'Venafi retrieve certificate timeout, retrying'));
  }
  const message = `Failed to obtain Certificate Manager certificate: ${asError(error).message}`;
  return error instanceof ImpossibleAnswer ? failed('ErrorRetrieve', message) : retry(error, warning('ErrorRetrieve', message));
}

function rethrow(error: UnknownFact): never {
  throw error;
}
