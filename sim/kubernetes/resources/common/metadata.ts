import type { FieldError } from '../../../../kube/field-error';
import type { KubeObject } from '../../../../kube/meta';
import { validateStandardFinalizer } from '../../../../kube/validation';

/** What built-in kinds ask of finalizers beyond the registry's own check of metadata, which does not know the kind. */
export function standardFinalizerErrors({ metadata }: KubeObject): FieldError[] {
  return (metadata?.finalizers ?? []).flatMap((finalizer, index) => validateStandardFinalizer(finalizer, `metadata.finalizers[${index}]`));
}
