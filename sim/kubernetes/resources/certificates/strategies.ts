import type { CertificateSigningRequestStatus } from '../../../../kube/types/certificates';
import { timeText } from '../../../../kube/time';
import type { RequestContext } from '../../model/request-context';
import type { Strategy } from '../../model/strategy';
import { without } from '../../../../base/objects';
import { withMember } from '../common/tree';
import { conditionsOf, withConditionTimes, withStoredInstances, type Condition } from './conditions';
import { validateCsr, validateCsrUpdate, type Csr } from './validation';
import type { X509Reader } from './x509-reader';

/** The three endpoints of CertificateSigningRequest: who asks, who approves and who issues write apart from each other. */
export function csrStrategies(x509: X509Reader): Readonly<Record<'main' | 'approval' | 'status', Strategy<Csr>>> {
  const main: Strategy<Csr> = {
    resetFields: [['spec'], ['status']],
    prepareForCreate,
    validatesSchema: true,
    validate: (csr) => validateCsr(csr, x509),
    prepareForUpdate: (next, current) => withParts(next, current.spec, current.status),
    validateUpdate: (next, current) => validateCsrUpdate(next, current, x509, { mayApprove: false, mayIssue: false }),
  };
  return {
    main,
    approval: {
      ...main,
      noTable: true,
      resetFields: [['spec'], ['status', 'certificate']],
      prepareForUpdate(next, current, context) {
        const conditions = timed(conditionsOf(next), current, context);
        return withParts(next, current.spec, statusOf(conditions, current.status?.certificate));
      },
      validateUpdate: (next, current) => validateCsrUpdate(next, current, x509, { mayApprove: true, mayIssue: false }),
    },
    status: {
      ...main,
      resetFields: [['spec'], ['status', 'conditions']],
      prepareForUpdate(next, current, context) {
        const stored = conditionsOf(current);
        const kept = ['Approved', 'Denied'].reduce((list, type) => withStoredInstances(list, stored, type), conditionsOf(next));
        return withParts(next, current.spec, statusOf(timed(kept, current, context), next.status?.certificate));
      },
      validateUpdate: (next, current) => validateCsrUpdate(next, current, x509, { mayApprove: false, mayIssue: true }),
    },
  };
}

/** Who asks is the server's to say. */
function prepareForCreate(csr: Csr, { user }: RequestContext): Csr {
  const asked = without(csr.spec ?? {}, 'username', 'uid', 'groups', 'extra');
  const extra = Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]]));
  const spec = {
    ...asked,
    ...(user.name === '' ? {} : { username: user.name }),
    ...(user.uid === '' ? {} : { uid: user.uid }),
    ...(user.groups.length === 0 ? {} : { groups: [...user.groups] }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  return withParts(csr, spec, undefined);
}

function timed(conditions: readonly Condition[], current: Csr, context: RequestContext): Condition[] {
  return withConditionTimes(conditions, conditionsOf(current), timeText(context.clock.now()));
}

function statusOf(conditions: Condition[], certificate: string | undefined): CertificateSigningRequestStatus | undefined {
  const status = {
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(certificate === undefined ? {} : { certificate }),
  };
  return Object.keys(status).length === 0 ? undefined : status;
}

function withParts(csr: Csr, spec: Csr['spec'], status: Csr['status']): Csr {
  return withMember(withMember(csr, 'spec', spec), 'status', status);
}
