import { ApiError } from '../../../../kube/api-error';
import type { AdmissionAttributes, AdmissionPlugin } from '../../model/admission';
import { ask, type WebhookTools } from './ask';
import { CallFailure } from './failure';
import type { WebhookPluginOptions } from './mutating';
import type { Invocation } from './invocation';
import { invocationOf, isExempt } from './select';

/** Asks all webhooks at once; of several refusals the client gets the first. */
export function validatingWebhooks({ tools, hooks, ...selection }: WebhookPluginOptions): AdmissionPlugin {
  return {
    name: 'ValidatingAdmissionWebhook',
    validate(attributes) {
      const all = hooks();
      if (all.length === 0 || isExempt(attributes)) return;
      const invocations = all.flatMap((hook) => invocationOf(hook, attributes, selection) ?? []);
      return invocations.length === 0 ? undefined : askAll(attributes, invocations, tools);
    },
  };
}

async function askAll(attributes: AdmissionAttributes, invocations: readonly Invocation[], tools: WebhookTools): Promise<void> {
  const refusals: unknown[] = [];
  const asked = invocations.map(async (invocation, index) => {
    try {
      await ask(attributes, invocation, { mutating: false, tools });
    } catch (error) {
      const refusal = refusalOf(attributes, { invocation, index, error });
      if (refusal !== undefined) refusals.push(refusal);
    }
  });
  await Promise.all(asked);
  if (refusals.length > 0) throw refusals[0];
}

function refusalOf(
  { context }: AdmissionAttributes,
  { invocation, index, error }: { readonly invocation: Invocation; readonly index: number; readonly error: unknown },
): unknown {
  if (!(error instanceof CallFailure)) return error;
  const { hook } = invocation;
  if (!hook.failOpen) return ApiError.internalError(error.message);
  context.annotate(`failed-open.validating.webhook.admission.k8s.io/round_0_index_${index}`, hook.name);
  return undefined;
}
