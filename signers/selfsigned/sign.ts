import { encodePem, readSigningKey, sameKey, selfSignTemplate } from '../../pki';
import type { SigningKey, TemplateWithoutSerial } from '../../pki';
import { PRIVATE_KEY_ANNOTATION } from '../engine/annotations';
import { fullName, resourceNamespace } from '../engine/issuer';
import { asError, failed, issued, waitFor } from '../engine/outcome';
import type { Outcome } from '../engine/outcome';
import { secretContent } from '../engine/secret-data';
import type { Signer, SignerTools } from '../engine/signer';
import { askSecret, passed, shut, UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { templateOf } from '../engine/template';

interface SecretRef {
  readonly namespace: string;
  readonly name: string;
}

const NO_ANNOTATION = `Missing private key reference annotation: "${PRIVATE_KEY_ANNOTATION}"`;
const OTHER_KEY = 'Referenced private key in Secret does not match that in the request';

/** Section 6: signs with the requester's own key, which lies in a Secret that an annotation names. */
export const signSelfSigned: Signer = function* (ready, tools) {
  const { request, ref, issuer } = ready;
  const name = request.metadata?.annotations?.[PRIVATE_KEY_ANNOTATION] ?? '';
  if (name === '') return yield* shut('key-annotation', failed('MissingAnnotation', NO_ANNOTATION));
  yield passed('key-annotation', name);
  const key = yield* keyIn({ namespace: resourceNamespace(ref.kind, ref.namespace, tools.clusterResourceNamespace), name }, tools);
  if (key === undefined) return undefined;
  let template: TemplateWithoutSerial;
  try {
    template = templateOf(ready, tools);
  } catch (error) {
    return yield* shut('template', failed('ErrorGenerating', `Error generating certificate template: ${asError(error).message}`));
  }
  yield passed('template', 'the request agrees with its usages');
  if (template.publicKey === undefined || !sameKey(template.publicKey, key.publicKey))
    return yield* shut('key-match', failed('ErrorKeyMatch', OTHER_KEY));
  yield passed('key-match', 'it is');
  return sign({ ...template, crlDistributionPoints: issuer.spec?.selfSigned?.crlDistributionPoints ?? [] }, key, tools);
};

function* keyIn(secretRef: SecretRef, tools: SignerTools): Steps<SigningKey | undefined> {
  const name = fullName(secretRef);
  try {
    const secret = yield* askSecret(secretRef.namespace, secretRef.name);
    if (secret === undefined) return yield* shut('secret-exists', waitFor('SecretNotFound', `Referenced Secret ${name} not found`));
    yield passed('secret-exists', `Secret ${name}`);
    return yield* usable(name, () => readSigningKey(secretContent(name, secret), tools.crypto));
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    // Upstream fails the request for good, though the next read might succeed, and leaves the cause out of the condition.
    const message = `Failed to get certificate CA key from secret ${name}`;
    return yield* shut('secret-exists', failed('ErrorGettingSecret', `${message}: ${asError(error).message}`, message));
  }
}

function* usable(name: string, read: () => SigningKey): Steps<SigningKey | undefined> {
  let key: SigningKey;
  try {
    key = read();
  } catch (error) {
    const message = `Failed to parse signing key from secret ${name}: ${asError(error).message}`;
    return yield* shut('secret-valid', waitFor('ErrorParsingKey', message));
  }
  yield passed('secret-valid', 'a private key');
  return key;
}

function sign(template: TemplateWithoutSerial, key: SigningKey, { random, crypto }: SignerTools): Outcome {
  try {
    const { raw } = selfSignTemplate(template, key, { random: random.stream('certificate-serial'), crypto });
    return issued(encodePem('CERTIFICATE', raw), 'Certificate self-signed successfully');
  } catch (error) {
    return failed('ErrorSigning', `Error signing certificate: ${asError(error).message}`);
  }
}
