import { asError, failed, issued, retry, warning } from '../engine/outcome';
import type { Outcome } from '../engine/outcome';
import { fromBase64 } from '../engine/secret-data';
import type { Signer, SignerTools } from '../engine/signer';
import type { Ready } from '../engine/ladder';
import { resourceNamespace } from '../engine/issuer';
import { askUpstream, passed, shut, UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { connectVault } from './connect';
import type { VaultConnection } from './connect';
import { isMissingSecret } from './credentials';
import { issueByVault } from './issue';
import { vaultSession } from './session';

/** Section 7.1: logs in and lets Vault sign, anew for every request. */
export const signWithVault: Signer = function* (ready, tools) {
  const connection = yield* connected(ready, tools);
  if (connection === undefined) return undefined;
  const order = {
    path: ready.issuer.spec?.vault?.path ?? '',
    request: new TextDecoder().decode(fromBase64(ready.request.spec?.request ?? '')),
    duration: ready.duration,
    crypto: tools.crypto,
  };
  try {
    const pem = yield* askUpstream('whether Vault signs', () => issueByVault(connection, order));
    return issued(pem, 'Certificate signed successfully');
  } catch (error) {
    return error instanceof UnknownFact ? rethrow(error) : failed('ErrorSigning', `Vault failed to sign: ${asError(error).message}`);
  }
};

function* connected({ issuer, ref }: Ready, tools: SignerTools): Steps<VaultConnection | undefined> {
  const namespace = resourceNamespace(ref.kind, ref.namespace, tools.clusterResourceNamespace);
  try {
    const session = yield* vaultSession(issuer.spec?.vault ?? {}, { ref, namespace, crypto: tools.crypto });
    yield passed('secret-exists', 'the credentials for Vault are there');
    return yield* askUpstream('whether Vault lets the engine in', () => connectVault(session, tools));
  } catch (error) {
    return error instanceof UnknownFact ? rethrow(error) : yield* shut('secret-exists', notConnected(error));
  }
}

function notConnected(error: unknown): Outcome {
  if (isMissingSecret(error)) return failed('SecretNotFound', 'Required secret resource not found');
  const message = `Failed to initialise vault client for signing: ${asError(error).message}`;
  return retry(error, warning('ErrorVaultInit', message));
}

function rethrow(error: UnknownFact): never {
  throw error;
}
