import type { Json } from '../../../kube/json';
import { writeYaml } from '../codec';

/** YAML as sigs.k8s.io/yaml writes it. */
export function yamlText(tree: unknown): string {
  return writeYaml(tree as Json);
}
