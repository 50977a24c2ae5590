import { acmeDifferences } from './acme/differences';
import { prepared } from './acme/prepare';
import { isAcme } from './acme/is-acme';
import type { UpstreamCase } from './case';
import { replay, Unplayable } from './cluster';
import { differences } from './compare';
import type { Difference } from './compare';

export interface CaseOutcome {
  readonly name: string;
  /** Empty: equal. */
  readonly differences: readonly Difference[];
  /** Why the case could not be played. */
  readonly unplayable?: string;
}

/** Plays one case and compares it with its recording. */
export async function runCase(recorded: UpstreamCase): Promise<CaseOutcome> {
  const { name } = recorded;
  const reason = unplayableReason(recorded);
  if (reason !== undefined) return { name, differences: [], unplayable: reason };
  try {
    const played = isAcme(recorded) ? prepared(recorded) : recorded;
    const replayed = await replay(played);
    const found = await (isAcme(recorded) ? acmeDifferences : differences)(played, replayed);
    await replayed.stop();
    return { name, differences: found };
  } catch (error) {
    if (error instanceof Unplayable) return { name, differences: [], unplayable: error.message };
    throw new Error(`${name}: ${String(error)}`, { cause: error });
  }
}

function unplayableReason({ notes }: UpstreamCase): string | undefined {
  const text = [notes ?? []].flat().join(' ');
  return text.includes('process exited') ? 'the recorded controller crashed, which this engine does not' : undefined;
}
