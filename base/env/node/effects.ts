import type { Effects } from '../ports';

/** Runs at once and counts what is under way. */
export function immediateEffects(): Effects {
  let pending = 0;
  return {
    get pending() {
      return pending;
    },
    async run(_label, work) {
      pending++;
      try {
        return await work();
      } finally {
        pending--;
      }
    },
  };
}
