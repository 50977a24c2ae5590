import { Resources } from '../../kube/resources';
import { ApiError } from '../../kube/api-error';
import type { KubeClient } from '../../kube/client';
import type { KubeObject } from '../../kube/meta';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { Event } from '../../kube/types/core';
import { MAY_REQUEST, grantClusterWide, mayApprove } from './access';
import { eventually, pause, STAYS } from './eventually';
import { conditionOf, describeRequest } from './requests';
import type { Target } from './target';

const APPROVER = 'approver';

/** What one scenario did and saw, one method per claim of a step. */
export class Scenario {
  /** The answer that the When step was refused with, until a Then step has acknowledged it. */
  private refusal: ApiError | undefined;
  private approverReady = false;
  private readonly requesters = new Set<string>();

  constructor(readonly target: Target) {}

  get admin(): KubeClient {
    return this.target.admin;
  }

  /** By the cluster's clock: milliseconds since 1970. */
  get now(): number {
    return this.target.lab?.clock.now() ?? Date.now();
  }

  /** The user who may approve everything; the right is granted on first use. */
  async approver(): Promise<KubeClient> {
    if (!this.approverReady) {
      await grantClusterWide(this.admin, APPROVER, 'csrlab:approver', mayApprove());
      this.approverReady = true;
    }
    return this.target.as(APPROVER);
  }

  /** Lets `user` create requests; granted once however often a scenario says it. */
  async grantRequests(user: string): Promise<void> {
    if (this.requesters.has(user)) return;
    this.requesters.add(user);
    await grantClusterWide(this.admin, user, `requester:${user}`, MAY_REQUEST);
  }

  async ensureNamespace(name: string): Promise<void> {
    await this.admin.create<KubeObject>(Resources.namespaces, { metadata: { name } }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
    });
  }

  /** Runs what may be refused; the refusal must be acknowledged by a later step. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.refusal = error;
    }
  }

  acknowledgeRefusal(): ApiError {
    const refusal = this.refusal;
    if (refusal === undefined) throw new Error('nothing was refused');
    this.refusal = undefined;
    return refusal;
  }

  /** @throws Error when an error answer went by without any step having spoken of it. */
  assertNothingUnacknowledged(): void {
    if (this.refusal !== undefined) throw new Error(`an answer was refused and no step acknowledged it: ${this.refusal.message}`);
  }

  request(name: string): Promise<CertificateSigningRequest> {
    return this.admin.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
  }

  async eventsOf(name: string): Promise<readonly Event[]> {
    const fieldSelector = `involvedObject.kind=CertificateSigningRequest,involvedObject.name=${name}`;
    return (await this.admin.list<Event>(Resources.events, { fieldSelector })).items;
  }

  /** Those with that reason. */
  async eventsBecauseOf(name: string, reason: string): Promise<readonly Event[]> {
    return (await this.eventsOf(name)).filter((event) => event.reason === reason);
  }

  /** Waits until `claim` holds of the request; otherwise says where the request stands. */
  eventually(name: string, what: string, claim: (request: CertificateSigningRequest) => boolean): Promise<CertificateSigningRequest> {
    return eventually(
      async () => {
        const request = await this.request(name);
        return claim(request) ? request : undefined;
      },
      async () => `request "${name}" ${what}, but it does not\n${await this.describe(name)}`,
    );
  }

  /** Without a message any will do. */
  async eventuallyHasEvent(name: string, reason: string, message?: string): Promise<void> {
    await eventually(
      async () => (await this.eventsOf(name)).find((event) => event.reason === reason && event.message === (message ?? event.message)),
      async () => `request "${name}" has no event ${reason}: ${message ?? ''}\n${await this.describe(name)}`,
    );
  }

  /** Looks for a while, since "never" cannot be waited for. */
  async staysWithoutCertificate(name: string): Promise<void> {
    await pause(STAYS);
    const request = await this.request(name);
    if (request.status?.certificate) throw new Error(`request "${name}" has a certificate\n${await this.describe(name)}`);
  }

  async certificateChain(name: string): Promise<string> {
    const { status } = await this.request(name);
    if (!status?.certificate) throw new Error(`request "${name}" has no certificate\n${await this.describe(name)}`);
    return atob(status.certificate);
  }

  async condition(name: string, type: string) {
    return conditionOf(await this.request(name), type);
  }

  private async describe(name: string): Promise<string> {
    const events = (await this.eventsOf(name)).map((event) => `${event.reason ?? ''}: ${event.message ?? ''}`);
    return describeRequest(await this.request(name), events);
  }
}
