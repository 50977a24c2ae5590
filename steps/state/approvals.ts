import { ApiError } from '../../kube/api-error';
import type { KubeObject } from '../../kube/meta';
import { Resources } from '../../kube/resources';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { claim, claimSame } from './claim';
import { Contract, standing } from './contract';
import type { Controls } from './controls';
import { conditionOf } from './requests';
import type { Patience, ScenarioRecord } from './signer-under-test';
import type { Target } from './target';
import { wish } from './wish';

export interface ApprovalsOptions {
  readonly target: Target;
  readonly approves: readonly CertificateSigningRequest[];
  readonly leaves: readonly CertificateSigningRequest[];
  readonly patience: Patience;
  readonly binding?: string;
  readonly controls: Controls;
  /** Ends an approver that was started for this scenario alone. */
  readonly stop?: () => Promise<void>;
}

type Binding = KubeObject & { readonly roleRef: object; readonly subjects?: readonly object[] };
const APPROVAL = 'certificatesigningrequests/approval';
const SIGNED_BY_SOMEBODY =
  'somebody signs these requests here, and who it is cannot be told: name requests for a signer that nobody serves';
// Answers to somebody who did not know of the decision yet: a conflict, or the right that was missing at that moment.
const OVERTAKEN = [403, 409];
const WRITES = ['create', 'update', 'patch', 'delete'];
const BINDINGS = Resources.clusterRoleBindings;

/** One scenario's requests to the approver under test. */
export class Approvals {
  readonly contract: Contract;
  readonly binding: string | undefined;
  readonly program: Controls['program'];
  private readonly approvedFirst = new Map<string, CertificateSigningRequest>();
  private taken: Binding | undefined;

  constructor(private readonly options: ApprovalsOptions) {
    const { target, approves, patience, binding, controls } = options;
    this.contract = new Contract({ admin: target.admin, signerName: approves[0]?.spec?.signerName ?? '', patience });
    this.binding = binding;
    this.program = controls.program;
  }

  get record(): ScenarioRecord {
    return this.contract.record;
  }

  /** Sends every request that should be approved, or every one that should not; returns what steps call them. */
  async sendAll(which: 'approves' | 'leaves'): Promise<readonly string[]> {
    const aliases = this.options[which].map((_, index) => `${which}-${index + 1}`);
    for (const [index, alias] of aliases.entries()) await this.send(alias, which, index);
    return aliases;
  }

  async send(alias: string, which: 'approves' | 'leaves', index = 0): Promise<void> {
    const manifest = this.options[which][index];
    if (manifest === undefined) throw new Error(`the run names no request number ${index + 1} for ${which}`);
    const { username, groups = [], uid: _uid, extra: _extra, ...asked } = manifest.spec ?? {};
    const object = { ...manifest, spec: { ...wish(asked.signerName ?? '').spec, ...asked } };
    await this.contract.create(alias, object, username === undefined ? undefined : this.options.target.as(username, groups));
  }

  async approved(alias: string): Promise<CertificateSigningRequest> {
    const request = await this.contract.eventually(alias, 'the condition Approved', (found) => (found.status?.conditions ?? []).length > 0);
    if (!this.approvedFirst.has(alias)) this.approvedFirst.set(alias, request);
    const condition = claim(conditionOf(request, 'Approved'), `the condition Approved on ${described(request)}`, standing(request));
    claim(condition.status === 'True', 'Approved with status True', `Approved with status ${condition.status ?? ''}`);
    return request;
  }

  async notApproved(alias: string): Promise<void> {
    const request = await this.contract.current(alias);
    claim(conditionOf(request, 'Approved') === undefined, `no condition Approved on ${described(request)}`, standing(request));
  }

  async stillAsDecided(alias: string): Promise<void> {
    const request = await this.contract.current(alias);
    const before = decisionOf(this.contract.decided(alias)?.request ?? this.approvedFirst.get(alias));
    const now = decisionOf(request);
    claim(before === now, before, now);
    this.claimNothingAsked(alias);
  }

  /** Returns why that cannot be told, where it cannot. */
  async gainedNothingElse(alias: string): Promise<string | undefined> {
    const sent = this.contract.asked(alias);
    const request = await this.contract.current(alias);
    for (const part of ['labels', 'annotations'] as const) {
      claimSame(Object.keys(sent.metadata?.[part] ?? {}), Object.keys(request.metadata?.[part] ?? {}), part);
    }
    claimSame(sent.metadata?.finalizers ?? [], request.metadata?.finalizers ?? [], 'finalizers');
    const { asked } = this.options.controls;
    if (asked === undefined) return request.status?.certificate ? SIGNED_BY_SOMEBODY : undefined;
    const written = asked([request.metadata?.name ?? '']).filter(({ verb }) => WRITES.includes(verb));
    claimSame([APPROVAL], [...new Set(written.map(({ resource }) => resource))], 'writes to');
    return undefined;
  }

  /** Takes the right to approve away: deletes its binding. */
  async takeRight(): Promise<void> {
    const { admin } = this.options.target;
    const name = this.binding ?? '';
    this.taken = await admin.get<Binding>(BINDINGS, name);
    await admin.delete(BINDINGS, name);
  }

  async giveRight(): Promise<void> {
    if (this.taken === undefined) return;
    const { metadata: { name = '', labels, annotations } = {}, ...rest } = this.taken;
    const metadata = { name, ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) };
    await this.options.target.admin.create<KubeObject>(BINDINGS, { ...rest, metadata }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
    });
    this.taken = undefined;
  }

  /** Leaves everything as it was, the program running and its right given, however the scenario went. */
  async cleanUp(): Promise<void> {
    await this.giveRight();
    await this.contract.cleanUp();
    await this.options.stop?.();
  }

  /** Since the suite has decided it, the approver has asked for no change of the request. */
  private claimNothingAsked(alias: string): void {
    const { asked } = this.options.controls;
    if (asked === undefined) return;
    const { name = '' } = this.contract.asked(alias).metadata ?? {};
    const since = this.contract.decided(alias)?.at ?? Infinity;
    const [write] = asked([name]).filter(({ verb, at, code }) => WRITES.includes(verb) && at > since && !OVERTAKEN.includes(code));
    const seen = write === undefined ? '' : `it asks to ${write.verb} ${write.resource} and is answered ${write.code}`;
    claim(write === undefined, 'the approver asks for no change of what is decided', seen);
  }
}

/** Its decisions as they are written; what a signer adds is left out. */
function decisionOf(request: CertificateSigningRequest | undefined): string {
  const decisions = (request?.status?.conditions ?? []).filter(({ type = '' }) => type === 'Approved' || type === 'Denied');
  return (
    decisions
      .map(
        ({ type, status, reason, message, lastUpdateTime }) =>
          `${type ?? ''} ${status ?? ''} (${reason ?? ''}: ${message ?? ''}) of ${lastUpdateTime ?? ''}`,
      )
      .join(', ') || 'no decision'
  );
}

function described({ metadata, spec }: CertificateSigningRequest): string {
  return `${metadata?.name ?? ''}, which asks ${spec?.signerName ?? ''}`;
}
