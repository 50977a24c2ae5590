import { PkiError } from '../error';
import { webCrypto, type AsyncCrypto, type Subtle } from './web';

/** WebCrypto as `@peculiar/webcrypto` implements it; loaded when asked for. */
export async function peculiarCrypto(): Promise<AsyncCrypto> {
  const { Crypto } = await import('@peculiar/webcrypto');
  const subtle: unknown = new Crypto().subtle;
  if (!isSubtle(subtle)) throw new PkiError('@peculiar/webcrypto offers no subtle cryptography');
  return webCrypto(subtle);
}

function isSubtle(value: unknown): value is Subtle {
  return typeof value === 'object' && value !== null && 'importKey' in value && 'verify' in value && 'sign' in value && 'digest' in value;
}
