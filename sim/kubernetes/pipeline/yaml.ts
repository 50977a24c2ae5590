import { stringify } from 'yaml';

/** YAML as sigs.k8s.io/yaml writes it: keys sorted, no folding. */
export function yamlText(tree: unknown): string {
  return stringify(tree, { sortMapEntries: true, lineWidth: 0 });
}
