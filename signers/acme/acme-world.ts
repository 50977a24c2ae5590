import type { Informer } from '../../kube/informer';
import type { AcmeClients } from './clients';
import type { ChallengeObject, OrderObject } from './objects';

/** What the controllers of Orders, Challenges and ACME issuers share. */
export interface AcmeWorld {
  readonly orders: Informer<OrderObject>;
  readonly challenges: Informer<ChallengeObject>;
  readonly acme: AcmeClients;
}
