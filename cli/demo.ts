import type { Io } from './io';

export function demo(io: Io): Promise<number> {
  io.out('demo\n');
  return Promise.resolve(0);
}
