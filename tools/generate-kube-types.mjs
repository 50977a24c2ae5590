// Writes kube/types/*.ts from the facts of the Go types: node tools/generate-kube-types.mjs PATH/TO/go-types.json
// One file per API group with what this project's code reads by type; everything else stays a plain KubeObject.
import { readFileSync, writeFileSync } from 'node:fs';

const GROUPS = {
  certificates: ['certificates.k8s.io/v1', ['CertificateSigningRequest']],
  core: ['v1', ['Namespace', 'Secret', 'ConfigMap', 'ServiceAccount', 'Event']],
  rbac: ['rbac.authorization.k8s.io/v1', ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']],
  authorization: [
    'authorization.k8s.io/v1',
    ['SubjectAccessReview', 'LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SelfSubjectRulesReview'],
  ],
  authentication: ['authentication.k8s.io/v1', ['TokenReview', 'TokenRequest', 'SelfSubjectReview']],
  coordination: ['coordination.k8s.io/v1', ['Lease']],
  apiextensions: ['apiextensions.k8s.io/v1', ['CustomResourceDefinition']],
  networking: ['networking.k8s.io/v1', ['Ingress']],
};
const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
const IMPORTED = { [`${META}.ObjectMeta`]: 'ObjectMeta', [`${META}.OwnerReference`]: 'OwnerReference', [`${META}.Condition`]: 'Condition' };
const TEXT = new Set([`${META}.Time`, `${META}.MicroTime`, `${META}.Duration`, 'k8s.io/apimachinery/pkg/api/resource.Quantity']);
const ANY = new Set([
  `${META}.FieldsV1`,
  'k8s.io/apimachinery/pkg/runtime.RawExtension',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON',
]);
const SCALARS = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
  '[]uint8': 'string',
  'time.Time': 'string',
};

const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const [file, [groupVersion, kinds]] of Object.entries(GROUPS)) writeFileSync(`kube/types/${file}.ts`, render(groupVersion, kinds));

function render(groupVersion, kinds) {
  const names = new Map();
  const imports = new Set();
  const bodies = [];
  const nameOf = (type) => {
    if (!names.has(type)) {
      const short = type.slice(type.lastIndexOf('.') + 1);
      names.set(type, [...names.values()].includes(short) ? `Other${short}` : short); // two packages may share a name
      bodies.push([names.get(type), interfaceOf(facts.types[type])]);
    }
    return names.get(type);
  };
  const tsType = (type) => {
    if (type.startsWith('*')) return tsType(type.slice(1));
    if (SCALARS[type]) return SCALARS[type];
    if (type.startsWith('[]')) return `${tsType(type.slice(2))}[]`;
    const map = /^map\[[^\]]+\](.*)$/.exec(type);
    if (map) return `Record<string, ${tsType(map[1])}>`;
    if (TEXT.has(type)) return 'string';
    if (type.endsWith('IntOrString')) return 'number | string';
    if (ANY.has(type) || type === 'interface {}') return 'unknown';
    if (IMPORTED[type]) {
      imports.add(IMPORTED[type]);
      return IMPORTED[type];
    }
    const known = facts.types[type];
    if (!known) return 'string';
    if (known.kind === 'struct' && !known.fields?.some((field) => field.json || field.inline)) return 'unknown';
    return known.kind === 'struct' ? nameOf(type) : tsType(known.underlying ?? known.type ?? known.kind);
  };
  const interfaceOf = (type) =>
    type.fields
      .flatMap((field) =>
        field.inline
          ? field.type.endsWith('TypeMeta')
            ? ['  apiVersion?: string;', '  kind?: string;']
            : [interfaceOf(facts.types[field.type.replace(/^\*/, '')])]
          : field.json
            ? [`  ${/^\w+$/.test(field.json) ? field.json : `'${field.json}'`}?: ${tsType(field.type)};`]
            : [],
      )
      .join('\n');
  for (const kind of kinds) nameOf(facts.kinds[`${groupVersion}/${kind}`]);
  const head = `/** ${groupVersion}, as it travels: made by tools/generate-kube-types.mjs. */\n`;
  const used = imports.size ? `import type { ${[...imports].sort().join(', ')} } from '../meta';\n\n` : '';
  return head + used + bodies.map(([name, body]) => `export interface ${name} {\n${body}\n}\n`).join('\n');
}
