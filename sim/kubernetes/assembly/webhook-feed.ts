import { compareStrings } from '../../../base/go';
import { hooksOf, mutatingWebhooks, validatingWebhooks, type ConditionEvaluator, type Hook, type WebhookTools } from '../admission';
import type { AdmissionPlugin } from '../model/admission';
import type { Registry } from '../model/registry';
import type { Store } from '../store/store';

const MUTATING = 'mutatingwebhookconfigurations';
const VALIDATING = 'validatingwebhookconfigurations';

interface Options {
  readonly store: Store;
  readonly registry: Registry;
  readonly tools: WebhookTools;
}

/** The webhook plugins, which follow the stored configurations. */
export function webhookPlugins({ store, registry, tools }: Options): AdmissionPlugin[] {
  const common = { registry, tools, evaluate: lazyEvaluator() };
  return [
    mutatingWebhooks({ ...common, hooks: hookFeed(store, MUTATING) }),
    validatingWebhooks({ ...common, hooks: hookFeed(store, VALIDATING) }),
  ];
}

/** Loaded with the first condition: most labs have none. */
function lazyEvaluator(): ConditionEvaluator {
  let evaluate: ConditionEvaluator | undefined;
  return (expression, variables) => {
    evaluate ??= (require('./match-conditions') as typeof import('./match-conditions')).conditionEvaluator();
    return evaluate(expression, variables);
  };
}

/** The webhooks of all configurations, compiled again after one of them changed. */
function hookFeed(store: Store, collection: string): () => readonly Hook[] {
  let hooks: readonly Hook[] | undefined;
  const forget = (): void => {
    hooks = undefined;
  };
  store.subscribe((changed) => {
    if (changed === collection) forget();
  });
  store.onReset(forget);
  return () => (hooks ??= read(store, collection));
}

function read(store: Store, collection: string): readonly Hook[] {
  const found: Hook[] = [];
  store.collection(collection).scan({ prefix: '' }, ({ object }) => {
    found.push(...hooksOf(object));
    return true;
  });
  return found.sort((a, b) => compareStrings(a.configuration, b.configuration));
}
