import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import type { SubjectAccessReview } from '../../kube/types/authorization';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../kube/types/certificates';
import type { Event } from '../../kube/types/core';
import type { Lab } from '../../lab';
import { decide } from '../../lab/decide';
import { createRequest, type Tools } from './issuers';
import type { Narrator } from './narrator';
import { until } from './until';

/** What the acts share: the lab, its people, and the questions the story asks again and again. */
export class Stage {
  constructor(
    readonly lab: Lab,
    readonly tools: Tools,
    readonly narrator: Narrator,
  ) {}

  get admin(): KubeClient {
    return this.lab.admin;
  }

  /** A request of `user` for a new key; annotations as given. */
  async request(
    user: string,
    wish: { name: string; signerName: string; annotations?: Record<string, string> },
  ): Promise<CertificateSigningRequest> {
    const { name, signerName, annotations } = wish;
    const { request } = createRequest(`${name}.sandbox.svc`, this.tools);
    return this.lab.as(user).create<CertificateSigningRequest>({
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
      spec: { request: btoa(request), signerName, usages: ['digital signature', 'client auth'] },
    });
  }

  approve(user: string, name: string): Promise<void> {
    return decide(this.lab.as(user).client, name, { type: 'Approved', reason: 'Checked', message: `${user} looked at it` });
  }

  deny(user: string, name: string): Promise<void> {
    return decide(this.lab.as(user).client, name, { type: 'Denied', reason: 'PolicyViolation', message: `${user} does not want it` });
  }

  read(name: string): Promise<CertificateSigningRequest> {
    return this.admin.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
  }

  event(name: string, reason: string): Promise<Event> {
    const fieldSelector = `involvedObject.kind=CertificateSigningRequest,involvedObject.name=${name},reason=${reason}`;
    return until(this.tools.clock, `an event ${reason} about ${name}`, async () => {
      return (await this.admin.list<Event>(Resources.events, { fieldSelector })).items[0];
    });
  }

  issued(name: string): Promise<string> {
    return until(this.tools.clock, `a certificate for ${name}`, async () => {
      const certificate = (await this.read(name)).status?.certificate;
      return certificate === undefined ? undefined : atob(certificate);
    });
  }

  condition(name: string, type: string): Promise<CertificateSigningRequestCondition> {
    return until(this.tools.clock, `condition ${type} of ${name}`, async () => {
      return (await this.read(name)).status?.conditions?.find((condition) => condition.type === type);
    });
  }

  /** Whether and why RBAC lets `user` do it. */
  async why(user: string, attributes: NonNullable<SubjectAccessReview['spec']>['resourceAttributes']): Promise<string> {
    const review: SubjectAccessReview = { metadata: {}, spec: { user, groups: ['system:authenticated'], resourceAttributes: attributes } };
    const { status } = await this.admin.create(Resources.subjectAccessReviews, review);
    return status?.allowed ? (status.reason ?? 'allowed') : `no rule allows it${status?.reason ? `: ${status.reason}` : ''}`;
  }
}
