import type { Clock } from '../../../../base/env/ports';
import type { KubeObject } from '../../../../kube/meta';
import type { Status } from '../../../../kube/status';
import { microTimeText } from '../../../../kube/time';
import type { UserInfo } from '../../model/request-context';
import type { Decision } from '../authorizer';
import type { AuditEvent, AuditLevel, AuditObjectReference, AuditStage, AuditStatus } from './audit-event';
import type { AuditDecision } from './audit-policy';
import { auditUser, requestFacts, type AuditRequest } from './request-facts';
import { withoutManagedFields } from './without-managed-fields';

interface Surroundings {
  readonly clock: Clock;
  /** The event is made only for a listener who wants its stage. */
  emit(stage: AuditStage, make: () => AuditEvent): void;
}

type Growing = Omit<AuditEvent, 'stage' | 'stageTimestamp'>;

const REFERENCE_ORDER = ['resource', 'namespace', 'name', 'uid', 'apiGroup', 'apiVersion', 'resourceVersion', 'subresource'] as const;

const OPTIONAL_ORDER = [
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
] as const;

const ORDER: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];

/** One request in the log: told of what happens, it writes an event at each stage. */
export class AuditTrail {
  readonly #decision: AuditDecision;
  readonly #around: Surroundings;
  readonly #event: Growing;
  #broken = false;

  constructor(audited: AuditRequest, decision: AuditDecision, around: Surroundings) {
    const { auditId, user } = audited;
    this.#decision = decision;
    this.#around = around;
    const now = microTimeText(around.clock.now());
    this.#event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: decision.level,
      auditID: auditId,
      user: user === undefined ? {} : auditUser(user),
      ...requestFacts(audited),
      requestReceivedTimestamp: now,
    };
    // A caller without an identity is only told of when it is refused.
    if (user !== undefined) this.#emit('RequestReceived', now);
  }

  impersonated(user: UserInfo, constraint: string): void {
    const metadata = constraint === '' ? {} : { authenticationMetadata: { impersonationConstraint: constraint } };
    this.#add({ impersonatedUser: auditUser(user), ...metadata });
  }

  decided({ allowed, reason }: Decision): void {
    this.annotate('authorization.k8s.io/decision', allowed ? 'allow' : 'forbid');
    this.annotate('authorization.k8s.io/reason', reason);
  }

  /** The first value of a key stays. */
  annotate(key: string, value: string): void {
    const { annotations = {} } = this.#event;
    if (!Object.hasOwn(annotations, key)) this.#add({ annotations: { ...annotations, [key]: value } });
  }

  /** A decoded body with its kind. It tells the name of what is created, whatever the level. */
  requestObject(object: KubeObject): void {
    const { name = '', namespace = '', uid = '', resourceVersion = '' } = object.metadata ?? {};
    const said = Object.entries({ name, namespace, uid, resourceVersion }).filter(([, value]) => value !== '');
    const reference: AuditObjectReference = { ...Object.fromEntries(said), ...this.#event.objectRef };
    this.#add({ objectRef: present(reference, REFERENCE_ORDER) });
    if (this.#wants('Request')) this.#add({ requestObject: this.#shown(object) });
  }

  /** A patch as it was sent, read only when it is wanted; what is no JSON is left out. */
  requestPatch(read: () => string): void {
    if (!this.#wants('Request')) return;
    try {
      this.#add({ requestObject: JSON.parse(read()) as unknown });
    } catch {
      return;
    }
  }

  /** Whether the answer's object is worth decoding. */
  get wantsResponseObject(): boolean {
    return this.#wants('RequestResponse');
  }

  responseObject(object: object): void {
    if (this.#wants('RequestResponse')) this.#add({ responseObject: this.#shown(object) });
  }

  /** The answer is, or says, a Status. */
  responseStatus(status: Status): void {
    const { status: outcome, message, reason, details, code } = status;
    const members = Object.entries({ status: outcome, message, reason, details, code }).filter(([, value]) => value !== undefined);
    this.#add({ responseStatus: { metadata: {}, ...Object.fromEntries(members) } });
  }

  /** Headers are sent, the body follows over time. */
  started(code: number): void {
    this.#setCode(code);
    this.#emit('ResponseStarted');
  }

  /** Nothing follows a panic. */
  completed(code: number): void {
    if (this.#broken) return;
    this.#setCode(code);
    this.#emit('ResponseComplete');
  }

  panicked(why: string): void {
    this.responseStatus({
      ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
      ...{ message: `APIServer panic'd: ${why}`, reason: 'InternalError', code: 500 },
    });
    this.#emit('Panic');
    this.#broken = true;
  }

  #setCode(code: number): void {
    const status: AuditStatus = this.#event.responseStatus ?? { metadata: {} };
    this.#add({ responseStatus: { ...status, code } });
  }

  #wants(level: AuditLevel): boolean {
    return ORDER.indexOf(this.#decision.level) >= ORDER.indexOf(level);
  }

  #shown(object: object): object {
    return this.#decision.omitManagedFields ? withoutManagedFields(object) : object;
  }

  #add(members: Partial<Growing>): void {
    Object.assign(this.#event, members);
  }

  #emit(stage: AuditStage, time?: string): void {
    if (this.#decision.omitStages.includes(stage)) return;
    this.#around.emit(stage, () => inOrder(this.#event, stage, time ?? microTimeText(this.#around.clock.now())));
  }
}

/** A copy with its members as kube-apiserver writes them. */
function inOrder(event: Growing, stage: AuditStage, stageTimestamp: string): AuditEvent {
  const { kind, apiVersion, level, auditID, requestURI, verb, user, requestReceivedTimestamp } = event;
  return {
    ...{ kind, apiVersion, level, auditID, stage, requestURI, verb, user },
    ...present(event, OPTIONAL_ORDER),
    ...{ requestReceivedTimestamp, stageTimestamp },
    ...present(event, ['annotations']),
  };
}

function present<T extends object, K extends keyof T>(members: T, names: readonly K[]): Partial<Pick<T, K>> {
  const found: Partial<Pick<T, K>> = {};
  for (const name of names) if (members[name] !== undefined) found[name] = members[name];
  return found;
}
