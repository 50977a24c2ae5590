import { isStream } from './http';
import type { HttpResponse } from './http';

/** The whole body of an answer; rejects when a streamed one broke off. */
export function readBody(response: Pick<HttpResponse, 'body'>): Promise<Uint8Array> {
  const { body } = response;
  if (!isStream(body)) return Promise.resolve(body);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    body.start({
      write: (chunk) => {
        chunks.push(chunk);
        return true;
      },
      end: (error) => (error === undefined ? resolve(concat(chunks)) : reject(error)),
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
