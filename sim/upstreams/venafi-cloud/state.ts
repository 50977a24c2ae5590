import type { Certificate, CertificateRequest } from '../../../pki';
import type { Application } from './options';

export const PENDING = ['NEW', 'PENDING', 'REQUESTED', 'PENDING_APPROVAL', 'PENDING_FINAL_APPROVAL'] as const;
export const FINAL = ['ISSUED', 'FAILED', 'REJECTED', 'REJECTED_APPROVAL', 'CANCELLED', 'REVOKED', 'DELETED'] as const;

export type RequestStatus = (typeof PENDING)[number] | (typeof FINAL)[number];

export interface CloudRequest {
  readonly id: string;
  readonly request: CertificateRequest;
  /** What was asked for, as it was asked. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly applicationId: string;
  readonly templateId: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Seconds. */
  readonly lifetime: number;
  status: RequestStatus;
  pending: number;
  error?: { readonly type: string; readonly code: number; readonly message: string; readonly args: readonly string[] };
  certificateId?: string;
}

/** Everything that a simulated Venafi Cloud remembers. */
export class CloudState {
  /** By id. */
  readonly requests = new Map<string, CloudRequest>();
  readonly certificates = new Map<string, Certificate>();
  /** By name; clients may add some. */
  readonly applications: Map<string, Application & { readonly id: string }>;

  constructor(applications: Readonly<Record<string, Application>>, newId: () => string) {
    this.applications = new Map(Object.entries(applications).map(([name, application]) => [name, { ...application, id: newId() }]));
  }
}
