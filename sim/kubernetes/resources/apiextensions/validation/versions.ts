import { sameTree } from '../../../../../kube/same-tree';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '../../../../../kube/types/apiextensions';

type Shared = 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields';

/** Go's internal form: what all versions have alike stands in the spec itself, under another name, and not in the versions. */
export interface Placed {
  readonly version: CustomResourceDefinitionVersion;
  readonly schemaPath: string;
  readonly subresourcesPath: string;
  readonly columnsPath: string;
  readonly selectablePath: string;
}

/** The places where Go looks for the parts of each version; what stands at the top comes once, with the first version. */
export function placedVersions(spec: CustomResourceDefinitionSpec): { readonly own: readonly Placed[]; readonly top: Placed | undefined } {
  const versions = spec.versions ?? [];
  const [first] = versions;
  const alike = (part: Shared): boolean => versions.every((version) => sameTree(version[part], first?.[part]));
  const shared = {
    schema: alike('schema'),
    subresources: alike('subresources'),
    columns: alike('additionalPrinterColumns'),
    selectable: alike('selectableFields'),
  };
  const own = versions.map((version, index): Placed => ({
    version: withoutShared(version, shared),
    ...pathsAt(`spec.versions[${index}]`),
  }));
  const top: Placed | undefined =
    first === undefined
      ? undefined
      : {
          version: onlyShared(first, shared),
          schemaPath: 'spec.validation',
          subresourcesPath: 'spec.subresources',
          columnsPath: 'spec.additionalPrinterColumns',
          selectablePath: 'spec.selectableFields',
        };
  return { own, top };
}

interface Alike {
  readonly schema: boolean;
  readonly subresources: boolean;
  readonly columns: boolean;
  readonly selectable: boolean;
}

function pathsAt(path: string): Omit<Placed, 'version'> {
  return {
    schemaPath: `${path}.schema`,
    subresourcesPath: `${path}.subresources`,
    columnsPath: `${path}.additionalPrinterColumns`,
    selectablePath: `${path}.selectableFields`,
  };
}

function withoutShared(
  version: CustomResourceDefinitionVersion,
  { schema, subresources, columns, selectable }: Alike,
): CustomResourceDefinitionVersion {
  return parts(version, { schema: !schema, subresources: !subresources, columns: !columns, selectable: !selectable });
}

function onlyShared(version: CustomResourceDefinitionVersion, shared: Alike): CustomResourceDefinitionVersion {
  return parts(version, shared);
}

function parts(version: CustomResourceDefinitionVersion, kept: Alike): CustomResourceDefinitionVersion {
  const { schema, subresources, additionalPrinterColumns, selectableFields, ...rest } = version;
  return {
    ...rest,
    ...(kept.schema && schema !== undefined ? { schema } : {}),
    ...(kept.subresources && subresources !== undefined ? { subresources } : {}),
    ...(kept.columns && additionalPrinterColumns !== undefined ? { additionalPrinterColumns } : {}),
    ...(kept.selectable && selectableFields !== undefined ? { selectableFields } : {}),
  };
}
