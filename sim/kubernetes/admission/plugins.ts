import type { Authorizer } from '../access';
import type { AdmissionPlugin } from '../model/admission';
import { certificateApproval, certificateSigning, certificateSubjectRestriction } from './certificates';
import { namespaceLifecycle } from './namespace-lifecycle';
import { defaultTolerationSeconds, priority, taintNodesByCondition } from './scheduling';
import { serviceAccount } from './service-account';

export interface AdmissionDependencies {
  readonly authorizer: Authorizer;
  /** Plugins built elsewhere (webhooks, policies), which find their place in the order by their name. */
  readonly more?: readonly AdmissionPlugin[];
}

/** kube-apiserver's order, by its own names. What stands here without an implementation is not enforced. */
const ORDER: readonly string[] = [
  'NamespaceLifecycle',
  'LimitRanger',
  'ServiceAccount',
  'NodeRestriction',
  'TaintNodesByCondition',
  'PodSecurity',
  'Priority',
  'DefaultTolerationSeconds',
  'DefaultStorageClass',
  'StorageObjectInUseProtection',
  'OwnerReferencesPermissionEnforcement',
  'PersistentVolumeClaimResize',
  'RuntimeClass',
  'CertificateApproval',
  'CertificateSigning',
  'ClusterTrustBundleAttest',
  'CertificateSubjectRestriction',
  'DefaultIngressClass',
  'PodTopologyLabels',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
  'ResourceQuota',
];

/** The admission chain of an API server. A plugin whose name has no place in the order comes last. */
export function admissionPlugins({ authorizer, more = [] }: AdmissionDependencies): AdmissionPlugin[] {
  const plugins = [
    namespaceLifecycle,
    serviceAccount,
    taintNodesByCondition,
    priority,
    defaultTolerationSeconds,
    certificateApproval(authorizer),
    certificateSigning(authorizer),
    certificateSubjectRestriction(),
    ...more,
  ];
  return plugins.sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ name }: AdmissionPlugin): number {
  const index = ORDER.indexOf(name);
  return index < 0 ? ORDER.length : index;
}
