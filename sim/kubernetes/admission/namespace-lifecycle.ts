import { ApiError } from '../../../kube/api-error';
import type { Namespace } from '../../../kube/types/core';
import type { AdmissionAttributes, AdmissionPlugin } from '../model/admission';
import { refusal, withCause } from './refusal';

/** A cluster does not work without them. */
const IMMORTAL: readonly string[] = ['default', 'kube-system', 'kube-public'];

/** Nothing is written into a namespace that is not there, nothing new into one that is going. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit(attributes) {
    const { operation, resource, namespace } = attributes;
    if (resource.group === '' && resource.resource === 'namespaces') {
      if (operation === 'DELETE' && IMMORTAL.includes(attributes.name)) throw refusal(attributes, 'this namespace may not be deleted');
      return undefined;
    }
    if (namespace === '' || operation === 'DELETE' || isAccessReview(attributes)) return undefined;
    const found: Namespace | undefined = attributes.objects.get('namespaces', '', namespace);
    if (found === undefined) throw ApiError.notFound({ group: '', resource: 'namespaces' }, namespace);
    if (operation === 'CREATE' && found.status?.phase === 'Terminating') throw terminating(attributes);
    return undefined;
  },
};

// Whether one may do something is a question about the future too.
function isAccessReview({ resource }: AdmissionAttributes): boolean {
  return resource.group === 'authorization.k8s.io' && resource.resource === 'localsubjectaccessreviews';
}

function terminating(attributes: AdmissionAttributes): ApiError {
  const { namespace } = attributes;
  const error = refusal(attributes, `unable to create new content in namespace ${namespace} because it is being terminated`);
  return withCause(error, {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  });
}
