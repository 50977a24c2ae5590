import { decodeRequest, type CertificateRequest } from '../../pki';
import { commonNameProblem } from '../../signers/acme/common-name';
import { newOrderPayload } from '../../signers/acme/identifiers';
import { buildOrder, hashedOrder, type Order } from '../../signers/acme/order';
import { bytes, nanoseconds, optionalNumber, record, same, text, texts, utf8, type Check, type Vector } from './check';

/** What the ACME signer does with a request it sees for the first time. */
export const checkAcme: Check = (vector) => {
  const expected = record(vector.expected);
  const csr = record(vector.csr);
  const pem = csr.requestBase64 === undefined ? utf8(csr.request) : bytes(csr.requestBase64);
  const request = attempt(() => decodeRequest(pem));
  if (typeof request === 'string')
    return same(failed(vector, 'RequestParsingError', `Failed to decode CSR in spec.request: ${request}`), expected);
  const problem = commonNameProblem(request);
  if (problem !== undefined) return same(failed(vector, 'InvalidOrder', problem), expected);
  const order = attempt(() => orderOf(vector, request));
  if (typeof order === 'string') return same(failed(vector, 'OrderBuildingError', `Failed to build order: ${order}`), expected);
  return same(created(vector, order), { retryError: undefined, ...expected });
};

function failed(vector: Vector, reason: string, message: string): Vector {
  const time = text(vector.clock).replace(/\.\d+Z$/, 'Z');
  return {
    condition: { type: 'Failed', status: 'True', reason, message, lastUpdateTime: time, lastTransitionTime: time },
    events: [`Warning ${reason} ${message}`],
  };
}

function orderOf(vector: Vector, request: CertificateRequest): Order {
  const { csr, issuer, copiedAnnotationPrefixes, clusterResourceNamespace } = vector;
  const { name, uid, labels, annotations, signerName, expirationSeconds, request: pem } = record(csr);
  const seconds = optionalNumber(expirationSeconds);
  const { kind, namespace, enableDurationFeature } = record(issuer);
  return buildOrder(
    {
      metadata: { name: text(name), uid: text(uid), ...textMap('labels', labels), ...textMap('annotations', annotations) },
      spec: { signerName: text(signerName), request: text(pem), ...(seconds === undefined ? {} : { expirationSeconds: seconds }) },
    },
    request,
    {
      namespace: kind === 'ClusterIssuer' ? text(clusterResourceNamespace) : text(namespace),
      enableDuration: enableDurationFeature === true,
      copiedAnnotations: texts(copiedAnnotationPrefixes),
    },
  );
}

function textMap(name: string, value: unknown): Record<string, Record<string, string>> {
  const entries = Object.entries(record(value)).map(([key, member]) => [key, text(member)] as const);
  return entries.length === 0 ? {} : { [name]: Object.fromEntries(entries) };
}

function created(vector: Vector, order: Order): Vector {
  const { namespace = '', name = '' } = order.metadata;
  return {
    retryError: undefined,
    events: [`Normal OrderCreated Created Order resource ${namespace}/${name}`],
    order: { ...order, spec: { ...order.spec, request: '<csr.request>' } },
    hashedJson: hashedOrder(text(record(vector.csr).name), order.spec),
    newOrderPayload: newOrderPayload(order.spec, Number(nanoseconds(vector.clock) / 1_000_000n)),
  };
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}
