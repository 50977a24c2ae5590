import type { Target } from '../../steps/state/target';
import type { Patience } from '../../steps/state/signer-under-test';
import type { WorldParameters } from '../../steps/world';
import type { Io } from '../io';
import type { Cluster } from './cluster';

/** Whom a run holds against which contract. */
export interface Trial {
  /** Folder under features/. */
  readonly suite: 'conformance' | 'conformance-approver';
  /** Whose conformance, in the report's heading. */
  readonly subject: string;
  /** `spec.signerName` of the requests. */
  readonly signerName: string;
  /** Capabilities that one may do without. */
  readonly optional: readonly string[];
  /** What it does when all is well, such as "sign". */
  readonly verb: string;
  /** A lab for it; `own` when no program is started. */
  makeLab(own: boolean, io: Io): Promise<Cluster>;
  parameters(kubeconfig: string, patience: Patience): WorldParameters;
  /** Asks for one thing that it must do. @throws Unmet when it does not within the patience */
  readonly tryOnce: (target: Target, patience: Patience) => Promise<void>;
}
