import { nodeEnvironment } from '../../base/env/node/environment';
import { approverPolicy, APPROVE_BINDING, installApprover, startApprover } from '../../lab/approver';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { Approvals } from './approvals';
import type { ApproverUnderTest } from './approver-under-test';
import { controls } from './controls';
import type { Scenario } from './scenario';
import { wish } from './wish';

const OWN_PATIENCE = { atMost: 10_000, settle: 200 };
const OWN_APPROVER = 'small-approver';

/** A request that the small approver approves, and one that it leaves alone. */
export const OWN_REQUESTS: { readonly approves: CertificateSigningRequest; readonly leaves: CertificateSigningRequest } = {
  approves: wish(approverPolicy.signerName),
  leaves: wish(approverPolicy.signerName, [{ field: 'usages', value: 'digital signature, client auth' }]),
};

/** The approver that the run names; without one, the lab's small approver on the scenario's cluster. */
export async function startApprovals(scenario: Scenario, approver: ApproverUnderTest | undefined): Promise<Approvals> {
  const { target } = scenario;
  if (approver !== undefined) return new Approvals({ target, ...approver, controls: controls() });
  await installApprover(target.admin, OWN_APPROVER);
  const { clock, random } = nodeEnvironment();
  const running = { stop: (): Promise<void> => Promise.resolve() };
  const program = {
    start(): Promise<void> {
      running.stop = startApprover({ client: target.as(OWN_APPROVER), clock, random });
      return Promise.resolve();
    },
    stop: () => running.stop(),
  };
  await program.start();
  const { approves, leaves } = OWN_REQUESTS;
  const about = { approves: [approves], leaves: [leaves], patience: OWN_PATIENCE, binding: APPROVE_BINDING };
  return new Approvals({ target, ...about, controls: { program }, stop: program.stop });
}
