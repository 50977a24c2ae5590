import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { AdmissionAttributes, AdmissionPlugin, Reinvocation } from '../../model/admission';
import { sameTree } from '../../../../kube/same-tree';
import { ask, type WebhookTools } from './ask';
import { CallFailure } from './failure';
import type { Hook } from './hook';
import { patchedObject } from './patch-object';
import { invocationOf, isExempt, type Selection } from './select';

export interface WebhookPluginOptions extends Selection {
  readonly tools: WebhookTools;
  /** In the order in which they are asked. */
  readonly hooks: () => readonly Hook[];
}

/** What happened to the webhooks of one request, for its second round. */
interface Memory {
  /** Asked, and to be asked again if anything changes after them. */
  asked: Set<Hook>;
  again: Set<Hook>;
  /** The object as the first round left it. */
  output: KubeObject | undefined;
}

/** Asks the webhooks one after the other, each about what the one before left. */
export function mutatingWebhooks({ hooks, ...around }: WebhookPluginOptions): AdmissionPlugin {
  const memories = new WeakMap<Reinvocation, Memory>();
  return {
    name: 'MutatingAdmissionWebhook',
    admit(attributes) {
      const all = hooks();
      if (all.length === 0 || isExempt(attributes)) return undefined;
      const memory = memories.get(attributes.reinvocation) ?? { asked: new Set(), again: new Set(), output: undefined };
      memories.set(attributes.reinvocation, memory);
      const round = new Round(attributes, memory, around);
      return round.concerns(all) ? round.run(all) : undefined;
    },
  };
}

class Round {
  #object: KubeObject | undefined;

  constructor(
    private readonly attributes: AdmissionAttributes,
    private readonly memory: Memory,
    private readonly around: Omit<WebhookPluginOptions, 'hooks'>,
  ) {
    this.#object = attributes.object;
    const changed = attributes.reinvocation.second && !sameTree(memory.output, attributes.object);
    if (changed) this.#askAgain();
  }

  /** Without waiting for anything: whether any webhook would be asked about the object as it is. */
  concerns(hooks: readonly Hook[]): boolean {
    return hooks.some((hook) => this.#isDue(hook) && this.#invocation(hook) !== undefined);
  }

  async run(hooks: readonly Hook[]): Promise<KubeObject | undefined> {
    for (const [index, hook] of hooks.entries()) await this.#ask(hook, index);
    this.memory.output = this.#object;
    return this.#object;
  }

  async #ask(hook: Hook, index: number): Promise<void> {
    const { context, reinvocation } = this.attributes;
    const invocation = this.#isDue(hook) ? this.#invocation(hook) : undefined;
    if (invocation === undefined) return;
    try {
      const attributes = this.#current();
      const response = await ask(attributes, invocation, { mutating: true, tools: this.around.tools });
      const patched = patchedObject(attributes, invocation, response);
      const mutated = patched !== undefined && !sameTree(patched, this.#object);
      this.#annotate(hook, index, mutated);
      if (patched !== undefined) this.#object = patched;
      if (!mutated) return;
      this.#askAgain();
      reinvocation.requested = true;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (!hook.failOpen) throw ApiError.internalError(error.message);
      context.annotate(`failed-open.mutating.webhook.admission.k8s.io/round_${this.#round}_index_${index}`, hook.name);
    } finally {
      if (hook.reinvoked) this.memory.asked.add(hook);
    }
  }

  #isDue(hook: Hook): boolean {
    return !this.attributes.reinvocation.second || this.memory.again.has(hook);
  }

  #invocation(hook: Hook): ReturnType<typeof invocationOf> {
    return invocationOf(hook, this.#current(), this.around);
  }

  #current(): AdmissionAttributes {
    if (this.#object === this.attributes.object) return this.attributes;
    const { object: _sent, ...rest } = this.attributes;
    return this.#object === undefined ? rest : { ...rest, object: this.#object };
  }

  #askAgain(): void {
    for (const hook of this.memory.asked) this.memory.again.add(hook);
    this.memory.asked = new Set();
  }

  get #round(): number {
    return this.attributes.reinvocation.second ? 1 : 0;
  }

  #annotate({ configuration, name }: Hook, index: number, mutated: boolean): void {
    const key = `mutation.webhook.admission.k8s.io/round_${this.#round}_index_${index}`;
    this.attributes.context.annotate(key, JSON.stringify({ configuration, webhook: name, mutated }));
  }
}
