import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Random, RandomStream } from '../ports';

const stream: RandomStream = {
  bytes: (length) => randomBytes(length),
  integer: (below) => randomInt(below),
  uuid: () => randomUUID(),
};

/** The machine's entropy: every stream is the same unpredictable one. */
export const systemRandom: Random = { stream: () => stream };
