import type { CryptoPort } from '../../base/env/crypto';
import type { Clock, Network, Random } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import type { Secret } from '../../kube/types/core';
import type { AcmeClients } from '../acme/clients';
import type { AcmeIssuerStatus, Issuer } from '../engine/issuer';
import { asError, warning } from '../engine/outcome';
import type { EventNote } from '../engine/outcome';
import type { IssuerRef } from '../engine/signer-name';
import type { Steps } from '../engine/steps';
import type { Readiness } from './ready-condition';

export interface SetupContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  readonly network: Network;
  readonly random: Random;
  readonly acmeClients: AcmeClients;
  /** Where the issuer's Secrets are. */
  readonly namespace: string;
  readonly ref: IssuerRef;
  /** The Secret as the API server has it now; rejects with its ApiError. */
  readonly secret: (name: string) => Promise<Secret>;
  /** Answers what steps that signers share ask for: Secrets and tokens of service accounts. */
  ask<T>(steps: Steps<T>): Promise<T>;
}

/** What setting up an issuer came to. */
export interface SetupResult {
  /** Absent leaves the Ready condition as it is. */
  readonly ready?: Readiness;
  /** Absent leaves `status.acme` as it is. */
  readonly acme?: AcmeIssuerStatus;
  readonly events?: readonly EventNote[];
  /** Present: told as ErrInitIssuer, and the issuer is set up again after a back-off. */
  readonly error?: Error;
}

export type Setup = (issuer: Issuer, context: SetupContext) => Promise<SetupResult>;

export function notReady(reason: string, message: string): SetupResult {
  return { ready: { status: 'False', reason, message } };
}

export function isReadyNow(reason: string, message: string): SetupResult {
  return { ready: { status: 'True', reason, message } };
}

/** With an error that is tried again; its text follows `prefix` in the condition. */
export function notReadyYet(reason: string, prefix: string, cause: unknown): SetupResult {
  const error = asError(cause);
  return { ...notReady(reason, prefix + error.message), error };
}

/** The result with a Warning event that repeats the condition. */
export function told(result: SetupResult): SetupResult {
  const { ready } = result;
  return ready ? { ...result, events: [warning(ready.reason, ready.message)] } : result;
}
