import { goQuote } from '../../base/go';
import { ApiError } from '../../kube/api-error';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { fromBase64, secretText } from '../engine/secret-data';
import type { SetupContext } from './setup';

/** The Secret has not what it should have: waiting for a change of it is all that helps. */
class BadBinding extends Error {
  override readonly name = 'BadBinding';
}

/** The external account binding's MAC key; undefined without a binding. */
export async function bindingKey({ externalAccountBinding }: AcmeIssuer, { secret }: SetupContext): Promise<Uint8Array | undefined> {
  if (externalAccountBinding === undefined) return undefined;
  const { name = '', key = '' } = externalAccountBinding.keySecretRef ?? {};
  const text = secretText(await secret(name), key);
  if (text === undefined) {
    throw new BadBinding(`failed to find external account binding key data in Secret ${goQuote(name)} at index ${goQuote(key)}`);
  }
  const stop = corruptAt(text);
  if (stop !== undefined) {
    throw new BadBinding(`failed to decode external account binding key data: illegal base64 data at input byte ${stop}`);
  }
  return fromBase64(
    text
      .replaceAll(/[\r\n]/g, '')
      .replaceAll('-', '+')
      .replaceAll('_', '/'),
  );
}

export function isMissing(error: unknown): boolean {
  return error instanceof BadBinding || (error instanceof ApiError && error.code === 404);
}

/** Where Go's unpadded URL alphabet stops: at the first other character, or behind a last lone one. Newlines are passed over. */
function corruptAt(text: string): number | undefined {
  const wrong = text.search(/[^A-Za-z0-9\-_\r\n]/);
  if (wrong >= 0) return wrong;
  return text.replaceAll(/[\r\n]/g, '').length % 4 === 1 ? text.length - 1 : undefined;
}
