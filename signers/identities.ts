import type { KubeClient, Transport } from '../kube/client';
import { createClient } from '../kube/create-client';
import type { ClientOptions } from '../kube/create-client';
import { createRecorder } from '../kube/events';
import type { EventRecorder } from '../kube/events';
import type { Identity } from './engine/world';
import type { SignersOptions } from './options';

export interface Identities {
  /** A component's client and recorder: its name is user agent, field manager and source of events. */
  open(component: string): Identity & { readonly recorder: EventRecorder };
  /** Resolves when every event is written or given up; a server that does not answer is not waited for. */
  close(): Promise<void>;
}

export function createIdentities(transport: Transport, { environment, log }: SignersOptions): Identities {
  const recorders: EventRecorder[] = [];
  return {
    open(component) {
      const client = clientOf(transport, component);
      const recorder = createRecorder({
        client,
        clock: environment.clock,
        random: environment.random,
        component,
        onError: (error) => log?.({ level: 'error', controller: component, message: `event not written: ${String(error)}` }),
      });
      recorders.push(recorder);
      return { client, recorder, tell: (about, event) => recorder.event(about, event.type, event.reason, event.message) };
    },
    close: async () => {
      await Promise.all(recorders.map((recorder) => recorder.close()));
    },
  };
}

/** A client whose user agent up to the first slash is the component's name. */
export function clientOf(transport: Transport, component: string, accept?: Pick<ClientOptions, 'accept' | 'watchAccept'>): KubeClient {
  return createClient(transport, { userAgent: `${component}/csrlab`, ...accept });
}
