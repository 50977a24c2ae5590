import { hashedOrder, orderName, specOf } from '../../signers/acme/order';
import { optionalNumber, optionalText, record, same, text, texts, type Check } from './check';

export const checkOrderName: Check = (vector) => {
  const expected = record(vector.expected);
  const annotation = optionalText(vector.durationAnnotation);
  const annotations: Record<string, string> =
    annotation === undefined ? {} : { 'experimental.cert-manager.io/request-duration': annotation };
  const expirationSeconds = optionalNumber(vector.expirationSeconds);
  const name = text(vector.csrName);
  const csr = {
    metadata: { name, annotations },
    spec: { signerName: text(vector.signerName), ...(expirationSeconds === undefined ? {} : { expirationSeconds }) },
  };
  const names = { commonName: text(vector.commonName), dnsNames: texts(vector.dnsNames), ipAddresses: texts(vector.ipAddresses) };
  try {
    const spec = specOf(csr, names, vector.enableDurationFeature === true);
    return same({ hashedJson: hashedOrder(name, spec), orderName: orderName(name, spec) }, expected);
  } catch (error) {
    return same({ error: error instanceof Error ? error.message : String(error) }, expected);
  }
};
