import { After, Before, Status, setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import { Scenario } from './state/scenario';
import type { Contract } from './state/contract';
import { startContract } from './state/start-contract';
import { startTarget } from './state/start-target';
import { RECORD_MEDIA_TYPE, type SignerUnderTest } from './state/signer-under-test';

setDefaultTimeout(120_000);

export interface WorldParameters {
  /** Whom the conformance features are held against. @default a CA issuer of the scenario's own cluster */
  readonly signer?: SignerUnderTest;
}

/** One scenario's world: its own target, and the state its steps share. */
export class CsrWorld extends World<WorldParameters> {
  private current: Scenario | undefined;
  private agreed: Contract | undefined;

  get scenario(): Scenario {
    if (this.current === undefined) throw new Error('the scenario has not started yet');
    return this.current;
  }

  get contract(): Contract {
    if (this.agreed === undefined) throw new Error('no step has said "the signer under test" yet');
    return this.agreed;
  }

  async start(): Promise<void> {
    this.current = new Scenario(await startTarget(this.parameters.signer?.kubeconfig));
  }

  async startContract(): Promise<void> {
    this.agreed = await startContract(this.scenario, this.parameters.signer);
  }

  async stop(): Promise<void> {
    if (this.agreed !== undefined) {
      this.attach(JSON.stringify(this.agreed.record), RECORD_MEDIA_TYPE);
      await this.agreed.cleanUp();
    }
    await this.current?.target.stop();
  }
}

setWorldConstructor(CsrWorld);

Before(async function (this: CsrWorld) {
  await this.start();
});

After(async function (this: CsrWorld, { result }) {
  await this.stop();
  // A step that failed has said enough; a silent refusal in a scenario that passed has not.
  if (result?.status === Status.PASSED) this.scenario.assertNothingUnacknowledged();
});
