import { After, Before, Status, setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import type { Lab, LabOptions } from '../lab';
import { repeating, seeded } from '../lab/frameworks/seed';
import { patiently } from './state/eventually';
import { Scenario } from './state/scenario';
import type { Approvals } from './state/approvals';
import type { ApproverUnderTest } from './state/approver-under-test';
import type { Contract } from './state/contract';
import { startApprovals } from './state/start-approvals';
import { startContract } from './state/start-contract';
import { startTarget } from './state/start-target';
import { RECORD_MEDIA_TYPE, type SignerUnderTest } from './state/signer-under-test';

setDefaultTimeout(120_000);

export interface WorldParameters {
  /** Whom the conformance features are held against. @default a CA issuer of the scenario's own cluster */
  readonly signer?: SignerUnderTest;
  /** How the lab of each scenario is started; a manual clock is moved by steps that wait. @default in-process; its seed is `$CSRLAB_SEED` where that is set, else drawn */
  readonly lab?: LabOptions;
  /** Whom the approvers' features are held against. @default a small approver of the lab */
  readonly approver?: ApproverUnderTest;
}

/** One scenario's world: a cluster of its own, and the state its steps share. */
export class CsrWorld extends World<WorldParameters> {
  private readonly options = seeded(this.parameters.lab ?? {});
  private current: Scenario | undefined;
  private agreed: Contract | undefined;
  private approving: Approvals | undefined;
  /** What the When step has sent, as the others call it. */
  sent: readonly string[] = [];

  get scenario(): Scenario {
    if (this.current === undefined) throw new Error('the scenario has not started yet');
    return this.current;
  }

  /** The lab of this scenario. @throws Error where the features are held against a real cluster */
  get lab(): Lab {
    const { lab } = this.scenario.target;
    if (lab === undefined) throw new Error('this cluster is no lab: leave the scenarios tagged @lab out');
    return lab;
  }

  /** How whatever went wrong is repeated. */
  get repeating(): string {
    return repeating(this.options.seed);
  }

  get contract(): Contract {
    if (this.agreed === undefined) throw new Error('no step has said "the signer under test" yet');
    return this.agreed;
  }

  get approvals(): Approvals {
    if (this.approving === undefined) throw new Error('no step has said "the approver under test" yet');
    return this.approving;
  }

  async start(): Promise<void> {
    const { signer, approver } = this.parameters;
    const { kubeconfig } = signer ?? approver ?? {};
    this.current = new Scenario(await startTarget({ lab: this.options, ...(kubeconfig === undefined ? {} : { kubeconfig }) }));
  }

  /** Another lab in place of this one, before anything is in it. @throws Error where the features are held against a real cluster */
  async startAnew(lab: LabOptions): Promise<void> {
    await patiently(this.lab.stop());
    this.current = new Scenario(await startTarget({ lab: { ...this.options, ...lab } }));
  }

  async startContract(): Promise<void> {
    this.agreed = await startContract(this.scenario, this.parameters.signer);
  }

  async startApprovals(): Promise<void> {
    this.approving = await startApprovals(this.scenario, this.parameters.approver);
    this.agreed = this.approving.contract;
  }

  async stop(): Promise<void> {
    const trial = this.approving ?? this.agreed;
    if (trial !== undefined) {
      this.attach(JSON.stringify(trial.record), RECORD_MEDIA_TYPE);
      await trial.cleanUp();
    }
    if (this.current !== undefined) await patiently(this.current.target.stop());
  }
}

setWorldConstructor(CsrWorld);

Before(async function (this: CsrWorld) {
  await this.start();
});

After(async function (this: CsrWorld, { result }) {
  if (result?.status === Status.FAILED && this.scenario.target.lab !== undefined) this.attach(this.repeating, 'text/plain');
  await this.stop();
  // A step that failed has said enough; a silent refusal in a scenario that passed has not.
  if (result?.status === Status.PASSED) this.scenario.assertNothingUnacknowledged();
});
