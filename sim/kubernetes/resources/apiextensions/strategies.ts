import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from '../../../../kube/types/apiextensions';
import { withCondition } from '../../custom/conditions';
import { CLEANUP_FINALIZER, PENDING } from '../../custom/ending';
import type { Strategy } from '../../model/strategy';
import { definitionErrors, definitionUpdateErrors } from './validation/definition';
import { formatWarnings } from './warnings';

/** What is particular about the main endpoint of CustomResourceDefinitions. */
export const definitionMain: Strategy<CustomResourceDefinition> = {
  applyDefaults: (crd) => (crd.spec === undefined ? crd : { ...crd, spec: defaulted(crd.spec) }),
  prepareForCreate: withStoredVersion,
  prepareForUpdate: withStoredVersion,
  validate: definitionErrors,
  validatesSchema: true,
  validateUpdate: definitionUpdateErrors,
  warningsOnCreate: formatWarnings,
  warningsOnUpdate: formatWarnings,
  beginDeletion(crd, { clock }) {
    const finalizers = crd.metadata?.finalizers ?? [];
    const held = finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER];
    return withCondition({ ...crd, metadata: { ...crd.metadata, finalizers: held } }, PENDING, clock.now());
  },
};

export const definitionStatus: Strategy<CustomResourceDefinition> = {
  resetFields: [['metadata'], ['spec']],
};

function defaulted(spec: CustomResourceDefinitionSpec): CustomResourceDefinitionSpec {
  const { kind = '', singular = '', listKind = '' } = spec.names ?? {};
  const names = {
    ...spec.names,
    ...(singular === '' && kind !== '' ? { singular: kind.toLowerCase() } : {}),
    ...(listKind === '' && kind !== '' ? { listKind: `${kind}List` } : {}),
  };
  return { ...spec, names, conversion: withPort(spec.conversion ?? { strategy: 'None' }) };
}

const HTTPS_PORT = 443;

function withPort(conversion: NonNullable<CustomResourceDefinitionSpec['conversion']>): typeof conversion {
  const { webhook } = conversion;
  const service = webhook?.clientConfig?.service;
  if (service === undefined || service.port !== undefined) return conversion;
  return { ...conversion, webhook: { ...webhook, clientConfig: { ...webhook?.clientConfig, service: { ...service, port: HTTPS_PORT } } } };
}

/** The version that objects are stored in from now on joins those that they were ever stored in. */
function withStoredVersion(crd: CustomResourceDefinition): CustomResourceDefinition {
  const stored = crd.status?.storedVersions ?? [];
  const name = crd.spec?.versions?.find((version) => version.storage)?.name;
  if (name === undefined || stored.includes(name)) return crd;
  return { ...crd, status: { ...crd.status, storedVersions: [...stored, name] } };
}
