import type { Clock } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import { timeText } from '../../kube/time';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { withFailed } from './conditions';
import type { EventNote, Outcome } from './outcome';

export interface Effects {
  readonly client: KubeClient;
  readonly clock: Clock;
  tell(about: CertificateSigningRequest, event: EventNote): void;
}

/** Does what an outcome says: the only place that writes to a request. Rejects when the request is to be tried again. */
export async function applyOutcome(request: CertificateSigningRequest, outcome: Outcome, effects: Effects): Promise<void> {
  switch (outcome.kind) {
    case 'wait':
      if (outcome.event) effects.tell(request, outcome.event);
      if (outcome.annotations) await annotate(request, outcome.annotations, effects);
      return;
    case 'retry':
      if (outcome.event) effects.tell(request, outcome.event);
      throw outcome.error;
    case 'failed':
      effects.tell(request, outcome.event);
      await fail(request, outcome, effects);
      return;
    case 'issued':
      await issue(request, outcome, effects);
  }
}

async function annotate(request: CertificateSigningRequest, more: Readonly<Record<string, string>>, { client }: Effects): Promise<void> {
  const annotations = { ...request.metadata?.annotations, ...more };
  await client.update(Resources.certificateSigningRequests, { ...request, metadata: { ...request.metadata, annotations } });
}

async function fail(request: CertificateSigningRequest, outcome: Outcome & { kind: 'failed' }, { client, clock }: Effects): Promise<void> {
  const { event, conditionMessage = event.message } = outcome;
  const failure = { reason: event.reason, message: conditionMessage, time: timeText(clock.now()) };
  await client.update(Resources.certificateSigningRequests, withFailed(request, failure), { subresource: 'status' });
}

/**
 * A refused write is told to nobody: upstream reports it about the answer of the failed call, an object without a name, and the API
 * server takes no event about that.
 */
async function issue(request: CertificateSigningRequest, outcome: Outcome & { kind: 'issued' }, effects: Effects): Promise<void> {
  const next = { ...request, status: { ...request.status, certificate: btoa(outcome.certificate) } };
  await effects.client.update(Resources.certificateSigningRequests, next, { subresource: 'status' });
  effects.tell(request, outcome.event);
}
