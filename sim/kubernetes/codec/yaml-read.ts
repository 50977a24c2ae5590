import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { compareStrings, decodeBase64 } from '../../../base/go';
import { yamlFault } from './yaml-fault';
import { goValue } from './yaml-go-value';
import { resolvePlain } from './yaml-resolve';
import { RawNumber, RawObject } from './raw-json';
import type { Document, Pair, Scalar, YAMLMap } from 'yaml';
import type { RawJson } from './raw-json';

export interface YamlRead {
  /** Members sorted by name, as the JSON that Go makes of it. */
  readonly raw: RawJson;
  /** `line 5: key "a" already set in map`. */
  readonly duplicates: readonly string[];
}

/** The first document of a YAML 1.1 text as sigs.k8s.io/yaml turns it into JSON, or its complaint. */
export function readYaml(text: string): YamlRead | { readonly error: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', schema: 'failsafe', uniqueKeys: false, lineCounter: lines, prettyErrors: false });
  const fault = yamlFault(text, document.errors);
  if (fault !== undefined) return { error: `yaml: ${fault}` };
  try {
    return new Reader(document, lines).read();
  } catch (error) {
    if (error instanceof YamlFault) return { error: error.message };
    throw error;
  }
}

// Tags that a scalar can fail to be.
const EXPLICIT = ['!!bool', '!!int', '!!float', '!!null', '!!timestamp'];

class YamlFault extends Error {}

interface Key {
  readonly name: string;
  readonly shown: string;
}

class Reader {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #duplicates: string[] = [];
  readonly #open = new Set<unknown>();

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  read(): YamlRead {
    return { raw: this.#value(this.#document.contents), duplicates: this.#duplicates };
  }

  #value(node: unknown): RawJson {
    if (isAlias(node)) return this.#alias(node.source, this.#target(node));
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.#value(item));
    return isMap(node) ? this.#map(node) : null;
  }

  #alias(name: string, target: unknown): RawJson {
    if (this.#open.has(target)) throw new YamlFault(`yaml: anchor '${name}' value contains itself`);
    this.#open.add(target);
    const value = this.#value(target);
    this.#open.delete(target);
    return value;
  }

  #map(node: YAMLMap): RawJson {
    const members = new Map<string, RawJson>();
    this.#fill(node, members);
    return new RawObject([...members].sort(([a], [b]) => compareStrings(a, b)));
  }

  /** In the order of the text: go-yaml lets a merged key replace one that came before it. */
  #fill(node: YAMLMap, members: Map<string, RawJson>): void {
    for (const pair of node.items) {
      if (isMergeKey(pair)) {
        this.#merge(pair.value, members);
        continue;
      }
      const key = this.#key(pair);
      const value = this.#value(pair.value);
      if (members.has(key.name)) this.#duplicates.push(`line ${this.#line(pair)}: key ${key.shown} already set in map`);
      members.set(key.name, value);
    }
  }

  /** Earlier mappings of a list go before later ones. */
  #merge(value: unknown, members: Map<string, RawJson>): void {
    const source = this.#target(value);
    const maps = isSeq(source) ? [...source.items].reverse().map((item) => this.#target(item)) : [source];
    for (const each of maps) {
      if (!isMap(each)) throw new YamlFault('yaml: map merge requires map or sequence of maps as the value');
      this.#fill(each, members);
    }
  }

  #target(node: unknown): unknown {
    if (!isAlias(node)) return node;
    const target = node.resolve(this.#document);
    if (target === undefined) throw new YamlFault(`yaml: unknown anchor '${node.source}' referenced`);
    return target;
  }

  #key(pair: Pair): Key {
    const node = this.#target(pair.key);
    if (isSeq(node) || isMap(node)) throw new YamlFault(`yaml: invalid map key: ${goValue(this.#value(node))}`);
    const value = isScalar(node) ? this.#scalar(node) : null;
    if (value === null) {
      throw new YamlFault(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goValue(this.#value(pair.value))}`);
    }
    if (typeof value === 'string') return { name: value, shown: goValue(value) };
    return { name: goValue(value), shown: goValue(value) };
  }

  #scalar(node: Scalar): RawJson {
    const text = typeof node.value === 'string' ? node.value : '';
    const tag = node.tag?.replace(/^tag:yaml\.org,2002:/, '!!');
    if (tag === '!!binary') return binary(text);
    if (tag === '!!str' || (node.type !== 'PLAIN' && tag === undefined && node.type !== undefined)) return text;
    const resolved = resolvePlain(text);
    if (tag !== undefined && EXPLICIT.includes(tag) && !matchesTag(tag, resolved.tag)) {
      throw new YamlFault(`yaml: cannot decode !!${resolved.tag} \`${text}\` as a ${tag}`);
    }
    if (resolved.tag === 'null') return null;
    if (resolved.tag === 'int') return new RawNumber(tag === '!!float' ? String(Number(resolved.value)) : String(resolved.value));
    if (resolved.tag !== 'float') return resolved.value;
    if (Number.isFinite(resolved.value)) return new RawNumber(String(resolved.value));
    throw new YamlFault(`json: unsupported value: ${Number.isNaN(resolved.value) ? 'NaN' : resolved.value > 0 ? '+Inf' : '-Inf'}`);
  }

  #line(pair: Pair): number {
    const [node] = [pair.value, pair.key].filter((each) => isScalar(each) || isMap(each) || isSeq(each) || isAlias(each));
    const at = node?.range?.[0] ?? 0;
    return this.#lines.linePos(at).line;
  }
}

function matchesTag(wanted: string, found: string): boolean {
  return wanted === `!!${found}` || (wanted === '!!float' && found === 'int');
}

function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.type === undefined);
}

/** Go decodes it and takes the bytes for text. */
function binary(text: string): string {
  const decoded = decodeBase64(text);
  if ('error' in decoded) throw new YamlFault('yaml: !!binary value contains invalid base64 data');
  return new TextDecoder().decode(decoded.bytes);
}
