import type { Lab } from '../../lab';
import { APPROVE_BINDING, installApprover, startApprover } from '../../lab/approver';
import { inProcessTransport } from '../../kube';
import { createClient } from '../../kube/create-client';
import { Resources } from '../../kube/resources';
import { Approvals } from '../../steps/state/approvals';
import { FOREIGN_USER, labCluster } from './cluster';
import type { ApproverSettings } from './flags';
import type { Trial } from './trial';

/** What an approver may do without. Who approves what it should not, writes over decisions or signs is no approver at all. */
export const OPTIONAL_FOR_APPROVERS = ['explanation', 'permission', 'restart'];

const RBAC = 'rbac.authorization.k8s.io';
const NOTHING = (): Promise<void> => Promise.resolve();

export function approverTrial(settings: ApproverSettings): Trial {
  const { approves, leaves, unsupported, binding, kubeconfig } = settings;
  const signerName = approves[0]?.spec?.signerName ?? '';
  const bindingOf = kubeconfig === undefined ? APPROVE_BINDING : binding;
  const about = { approves, leaves, ...(bindingOf === undefined ? {} : { binding: bindingOf }) };
  return {
    ...{ suite: 'conformance-approver', signerName, optional: OPTIONAL_FOR_APPROVERS, verb: 'approve' },
    subject: `an approver for ${[...new Set(approves.map(({ spec }) => spec?.signerName ?? ''))].join(', ')}`,
    makeLab: (own, io) =>
      labCluster(
        {
          ...{ description: own ? 'the small approver of a lab' : 'a lab', engine: false, groups: [] },
          async prepare(lab) {
            await installApprover(lab.admin, FOREIGN_USER);
            await letAsk(lab, settings);
            return own ? startOwn(lab) : NOTHING;
          },
        },
        io,
      ),
    parameters: (file, patience) => ({ approver: { ...about, kubeconfig: file, unsupported, patience } }),
    async tryOnce(target, patience) {
      const approvals = new Approvals({ target, ...about, patience, controls: {} });
      try {
        await approvals.send('start', 'approves');
        await approvals.approved('start');
      } finally {
        await approvals.cleanUp();
      }
    },
  };
}

/** The small approver, under the name and with the rights that a program would have. */
function startOwn({ handle, environment: { clock, random } }: Lab): () => Promise<void> {
  const user = { name: FOREIGN_USER, groups: ['system:authenticated'] };
  return startApprover({ client: createClient(inProcessTransport(handle, { user }), { userAgent: 'small-approver' }), clock, random });
}

/** In a new lab nobody may ask for a certificate; the users whom the manifests name may. */
async function letAsk({ admin }: Lab, { approves, leaves }: ApproverSettings): Promise<void> {
  const names = [...new Set([...approves, ...leaves].flatMap(({ spec }) => spec?.username ?? []))];
  if (names.length === 0) return;
  const name = 'csrlab-conformance-requesters';
  const rules = [{ apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['create'] }];
  await admin.create(Resources.clusterRoles, { metadata: { name }, rules });
  await admin.create(Resources.clusterRoleBindings, {
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: names.map((user) => ({ apiGroup: RBAC, kind: 'User', name: user })),
  });
}
