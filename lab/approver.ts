import type { Clock, Random } from '../base/env/ports';
import type { KubeClient } from '../kube/client';
import { createInformer } from '../kube/informer';
import { Resources } from '../kube/resources';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { decide } from './decide';

/** What the small approver approves: server certificates of one signer. */
export const approverPolicy = {
  signerName: 'conformance.csrlab.example/servers',
  approves: ({ spec }: CertificateSigningRequest): boolean =>
    spec?.signerName === approverPolicy.signerName && spec.usages?.includes('client auth') !== true,
};

/** The ClusterRoleBinding without which an installed approver may not approve. */
export const APPROVE_BINDING = 'csrlab-may-approve';

const GROUP = 'rbac.authorization.k8s.io';
const REST = 'csrlab-approver';
const AGAIN = 200;

/** Gives a user everything that an approver may ever ask for; the right to approve hangs on a binding of its own. */
export async function installApprover(admin: KubeClient, user: string): Promise<void> {
  const subjects = [{ apiGroup: GROUP, kind: 'User', name: user }];
  const everythingElse = [
    { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
    { nonResourceURLs: ['*'], verbs: ['get'] },
    // One that signs, which it must not, is to be seen doing it.
    { apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['sign'] },
  ];
  const approve = [{ apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve'] }];
  for (const [name, rules] of [
    [REST, everythingElse],
    [APPROVE_BINDING, approve],
  ] as const) {
    await admin.create(Resources.clusterRoles, { metadata: { name }, rules: [...rules] });
    await admin.create(Resources.clusterRoleBindings, {
      metadata: { name },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
      subjects,
    });
  }
}

export interface ApproverParts {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
}

/** The smallest approver that does as it should: it approves by the policy what nobody has decided. Returns how to stop it. */
export function startApprover({ client, clock, random }: ApproverParts): () => Promise<void> {
  const informer = createInformer<CertificateSigningRequest>({ client, clock, random, resource: Resources.certificateSigningRequests });
  let stopped = false;
  const look = (name: string): void => {
    const request = informer.store.get(name);
    if (stopped || request === undefined || (request.status?.conditions ?? []).length > 0 || !approverPolicy.approves(request)) return;
    const decision = { type: 'Approved', reason: 'ServerCertificate', message: 'server certificates are approved' } as const;
    // Whatever was in the way, a conflict or a missing right, may be gone by then.
    decide(client, name, decision).catch(() => clock.setTimer(AGAIN, () => look(name)));
  };
  const seen = ({ metadata }: CertificateSigningRequest): void => look(metadata?.name ?? '');
  informer.addHandlers({ add: seen, update: (_previous, request) => seen(request) });
  informer.start();
  return () => {
    stopped = true;
    informer.stop();
    return Promise.resolve();
  };
}
