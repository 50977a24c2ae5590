import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import type { Said } from './conditions';

/** Holds a deleted definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

const TERMINATING = { type: 'Terminating', status: 'True' } as const;

export const PENDING: Said = {
  ...TERMINATING,
  reason: 'InstanceDeletionPending',
  message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
};

export const IN_PROGRESS: Said = {
  ...TERMINATING,
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};

export const COMPLETED: Said = { ...TERMINATING, status: 'False', reason: 'InstanceDeletionCompleted', message: 'removed all instances' };

export const NEVER_ESTABLISHED: Said = {
  ...TERMINATING,
  status: 'False',
  reason: 'NeverEstablished',
  message: 'resource was never established',
};

/** Whether the definition waits for the end of its objects. */
export function isEnding({ metadata }: CustomResourceDefinition): boolean {
  return metadata?.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(CLEANUP_FINALIZER);
}
