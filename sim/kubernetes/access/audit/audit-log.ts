import type { Clock } from '../../../../base/env/ports';
import type { UserInfo } from '../../model/request-context';
import type { AuditEvent, AuditLevel, AuditStage } from './audit-event';
import { evaluatePolicy, policyOfLevel, type AuditPolicy } from './audit-policy';
import { AuditTrail } from './audit-trail';
import type { AuditRequest } from './request-facts';

export interface AuditLogOptions {
  readonly clock: Clock;
  /** One level for everything, or a policy. @default 'Metadata' */
  readonly policy?: AuditPolicy | AuditLevel;
  /** Gets every event as one line of JSON, line break included. */
  readonly write?: (line: string) => void;
}

/** The request log of an API server. With nobody to hear it, a request costs one look. */
export interface AuditLog {
  /** Begins the trail of a request and tells that it was received; undefined when nobody wants to hear of it. */
  begin(request: AuditRequest): AuditTrail | undefined;
  /** Hears of every event from now on, or of those of some stages only; returns how to stop. */
  listen(hear: (event: AuditEvent) => void, stages?: readonly AuditStage[]): () => void;
}

interface Listener {
  readonly hear: (event: AuditEvent) => void;
  readonly stages: readonly AuditStage[] | undefined;
}

const NOBODY: UserInfo = { name: '', uid: '', groups: [], extra: {} };

export function auditLog({ clock, policy: chosen = 'Metadata', write }: AuditLogOptions): AuditLog {
  const policy = typeof chosen === 'string' ? policyOfLevel(chosen) : chosen;
  const listeners = new Set<Listener>();
  if (write !== undefined) listeners.add({ hear: (event) => write(`${JSON.stringify(event)}\n`), stages: undefined });
  const emit = (stage: AuditStage, make: () => AuditEvent): void => {
    let event: AuditEvent | undefined;
    for (const { hear, stages } of listeners) if (stages?.includes(stage) ?? true) hear((event ??= make()));
  };
  return {
    begin(request) {
      if (listeners.size === 0) return undefined;
      const decision = evaluatePolicy(policy, request.user ?? NOBODY, request.info);
      return decision.level === 'None' ? undefined : new AuditTrail(request, decision, { clock, emit });
    },
    listen(hear, stages) {
      const listener = { hear, stages };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
