import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { Namespace } from '../../../../kube/types/core';
import { qualifiedNameErrors, validateObjectMetaUpdate, validateStandardFinalizer } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { withMember } from '../common/tree';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The namespace controller takes this one away when everything inside is gone. */
const FINALIZER = 'kubernetes';

export const namespaceMain: Strategy<Namespace> = {
  resetFields: [['status']],
  applyDefaults: withNameLabel,
  prepareForCreate: (namespace) => ({
    ...withNameLabel(namespace),
    spec: { ...namespace.spec, finalizers: withFinalizer(namespace.spec?.finalizers ?? []) },
    status: { phase: 'Active' },
  }),
  validate: (namespace) => finalizerErrors(namespace),
  prepareForUpdate: (next, current) => {
    const spec = withMember(next.spec ?? {}, 'finalizers', current.spec?.finalizers);
    return withMember(withMember(next, 'spec', Object.keys(spec).length === 0 ? undefined : spec), 'status', current.status);
  },
  holdsDeletion: (namespace) => (namespace.spec?.finalizers ?? []).length > 0,
  beginDeletion: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
};

export const namespaceStatus: Strategy<Namespace> = {
  resetFields: [['spec']],
  applyDefaults: withNameLabel,
  prepareForUpdate: (next, current) => withMember(next, 'spec', current.spec),
  validateUpdate: (next) => phaseErrors(next),
};

export const namespaceFinalize: Strategy<Namespace> = {
  applyDefaults: withNameLabel,
  prepareForUpdate: (next, current) => withMember(next, 'status', current.status),
  validateUpdate: (next, current) => [
    ...validateObjectMetaUpdate(next.metadata ?? {}, current.metadata ?? {}, { standardFinalizers: true }),
    ...finalizerErrors(next),
  ],
};

/** The label that selects a namespace by its name cannot be taken off. Generated names get it when they are known. */
function withNameLabel(namespace: Namespace): Namespace {
  const { name = '', labels = {} } = namespace.metadata ?? {};
  if (name === '' || labels[NAME_LABEL] === name) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
}

function withFinalizer(finalizers: string[]): string[] {
  return finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER];
}

function finalizerErrors({ spec }: Namespace): FieldError[] {
  return (spec?.finalizers ?? []).flatMap((finalizer, index) => {
    const field = `spec.finalizers[${index}]`;
    const texts = qualifiedNameErrors(finalizer).map((text) => FieldErrors.invalid(field, finalizer, text));
    return [...texts, ...validateStandardFinalizer(finalizer, field)];
  });
}

// The field is written as the Go struct names it.
function phaseErrors({ metadata, status }: Namespace): FieldError[] {
  const phase = status?.phase ?? '';
  if (metadata?.deletionTimestamp === undefined) {
    const text = "may only be 'Active' if `deletionTimestamp` is empty";
    return phase === 'Active' ? [] : [FieldErrors.invalid('status.Phase', phase, text)];
  }
  const text = "may only be 'Terminating' if `deletionTimestamp` is not empty";
  return phase === 'Terminating' ? [] : [FieldErrors.invalid('status.Phase', phase, text)];
}
