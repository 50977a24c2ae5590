import { After, Before, Status, setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import { Scenario } from './state/scenario';
import { startTarget } from './state/start-target';

setDefaultTimeout(30_000);

/** One scenario's world: its own target, and the state its steps share. */
export class CsrWorld extends World {
  private current: Scenario | undefined;

  get scenario(): Scenario {
    if (this.current === undefined) throw new Error('the scenario has not started yet');
    return this.current;
  }

  async start(): Promise<void> {
    this.current = new Scenario(await startTarget());
  }

  async stop(): Promise<void> {
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
