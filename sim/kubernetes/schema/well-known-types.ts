import type { AnyNode, ScalarNode, Union } from './type-node';

const scalar = (kind: ScalarNode['scalar'], goType: string): ScalarNode => ({ kind: 'scalar', scalar: kind, goType });
const any = (goType: string): AnyNode => ({ kind: 'any', goType });

/** Types whose JSON is made by a method of theirs, and Go's own. */
export const WELL_KNOWN: Readonly<Record<string, ScalarNode | AnyNode>> = {
  string: scalar('string', 'string'),
  bool: scalar('bool', 'bool'),
  int32: scalar('int32', 'int32'),
  int64: scalar('int64', 'int64'),
  float64: scalar('float64', 'float64'),
  '[]uint8': scalar('bytes', '[]uint8'),
  'interface {}': any('interface {}'),
  'meta.v1.Time': scalar('time', 'v1.Time'),
  'meta.v1.MicroTime': scalar('microTime', 'v1.MicroTime'),
  'meta.v1.Duration': scalar('duration', 'v1.Duration'),
  'meta.v1.FieldsV1': any('v1.FieldsV1'),
  'api.resource.Quantity': scalar('quantity', 'resource.Quantity'),
  'util.intstr.IntOrString': scalar('intOrString', 'intstr.IntOrString'),
  'pkg.types.UID': scalar('string', 'types.UID'),
  'pkg.runtime.RawExtension': any('runtime.RawExtension'),
  'apiextensions.v1.JSON': any('v1.JSON'),
};

/** What a JSONSchemaPropsOr… holds instead of a schema. */
export const UNIONS: Readonly<Record<string, Union['or']>> = {
  'apiextensions.v1.JSONSchemaPropsOrArray': 'schemas',
  'apiextensions.v1.JSONSchemaPropsOrBool': 'bool',
  'apiextensions.v1.JSONSchemaPropsOrStringArray': 'strings',
};

export const UNION_SCHEMA = 'apiextensions.v1.JSONSchemaProps';
