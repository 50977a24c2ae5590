import type { Target } from '../../pipeline/call';
import type { Hook } from './hook';

/** What a webhook is to be asked: the request, under the name that its rules know. */
export interface Invocation {
  readonly hook: Hook;
  /** What the request names. */
  readonly requested: Target;
  /** What the webhook sees. */
  readonly seen: Target;
}
