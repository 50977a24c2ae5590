import { encodePem, signTemplate } from '../../pki';
import type { SigningKeyPair, TemplateWithoutSerial } from '../../pki';
import { fullName, resourceNamespace } from '../engine/issuer';
import { asError, failed, issued, retry, waitFor, warning } from '../engine/outcome';
import type { Outcome } from '../engine/outcome';
import type { Signer, SignerTools } from '../engine/signer';
import { askSecret, passed, shut, UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { templateOf } from '../engine/template';
import { keyPairOf } from './key-pairs';

interface SecretRef {
  readonly namespace: string;
  readonly name: string;
}

/** Section 5: signs with the key pair in the issuer's Secret and answers with the chain up to, but without, the root. */
export const signWithCa: Signer = function* (ready, tools) {
  const { ref, issuer } = ready;
  const ca = issuer.spec?.ca ?? {};
  const namespace = resourceNamespace(ref.kind, ref.namespace, tools.clusterResourceNamespace);
  const pair = yield* keyPairIn({ namespace, name: ca.secretName ?? '' }, tools);
  if (pair === undefined) return undefined;
  let template: TemplateWithoutSerial;
  try {
    template = templateOf(ready, tools);
  } catch (error) {
    return yield* shut('template', failed('SigningError', `Error generating certificate template: ${asError(error).message}`));
  }
  yield passed('template', 'the request agrees with its usages');
  const { crlDistributionPoints = [], ocspServers = [], issuingCertificateURLs = [] } = ca;
  return sign({ ...template, crlDistributionPoints, ocspServers, issuingCertificateUrls: issuingCertificateURLs }, pair, tools);
};

function* keyPairIn(secretRef: SecretRef, tools: SignerTools): Steps<SigningKeyPair | undefined> {
  const name = fullName(secretRef);
  try {
    const secret = yield* askSecret(secretRef.namespace, secretRef.name);
    if (secret === undefined) return yield* shut('secret-exists', waitFor('SecretMissing', `Referenced secret ${name} not found`));
    yield passed('secret-exists', `Secret ${name}`);
    return yield* usable(name, () => keyPairOf(name, secret, tools.crypto));
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    const message = `Failed to get certificate key pair from secret ${name}: ${asError(error).message}`;
    return yield* shut('secret-exists', retry(error, warning('SecretGetError', message)));
  }
}

function* usable(name: string, read: () => SigningKeyPair): Steps<SigningKeyPair | undefined> {
  let pair: SigningKeyPair;
  try {
    pair = read();
  } catch (error) {
    const message = `Failed to parse signing CA keypair from secret ${name}: ${asError(error).message}`;
    return yield* shut('secret-valid', waitFor('SecretInvalidData', message));
  }
  yield passed('secret-valid', 'a key and a certificate chain');
  return pair;
}

function sign(template: TemplateWithoutSerial, pair: SigningKeyPair, { random, crypto }: SignerTools): Outcome {
  try {
    const { chain } = signTemplate(template, pair, { random: random.stream('certificate-serial'), crypto });
    const pem = chain.map(({ raw }) => encodePem('CERTIFICATE', raw)).join('');
    return issued(pem, 'Certificate fetched from issuer successfully');
  } catch (error) {
    return failed('SigningError', `Error signing certificate: ${asError(error).message}`);
  }
}
