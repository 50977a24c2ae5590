import { isStream } from './http';
import type { HttpResponse } from './http';

export interface CollectedBody {
  readonly bytes: Uint8Array;
  /** Why the body broke off behind these bytes. */
  readonly broken?: Error;
}

/** The whole body of an answer; rejects when a streamed one broke off. */
export async function readBody(response: Pick<HttpResponse, 'body'>): Promise<Uint8Array> {
  const { bytes, broken } = await collectBody(response);
  if (broken !== undefined) throw broken;
  return bytes;
}

/** As much of an answer's body as came. */
export function collectBody({ body }: Pick<HttpResponse, 'body'>): Promise<CollectedBody> {
  if (!isStream(body)) return Promise.resolve({ bytes: body });
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    body.start({
      write: (chunk) => {
        chunks.push(chunk);
        return true;
      },
      end: (error) => resolve({ bytes: concat(chunks), ...(error === undefined ? {} : { broken: error }) }),
      onDrain: () => undefined,
    });
  });
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
