import { isObject } from '../../../kube/json';
import { compareYamlKeys } from './yaml-order';
import { analyzeScalar, escapeScalar } from './yaml-scalar';
import type { Json } from '../../../kube/json';
import type { ScalarStyle } from './yaml-scalar';

// libyaml's defaults.
const INDENT = 2;
const WIDTH = 80;
const SIMPLE_KEY = 128;

const encoder = new TextEncoder();

/** YAML as sigs.k8s.io/yaml writes JSON: block style, keys in go-yaml's order, long texts folded. */
export function writeYaml(value: Json): string {
  const writer = new Writer();
  writer.root(value);
  return writer.text;
}

class Writer {
  #out = '';

  get text(): string {
    return this.#out;
  }

  root(value: Json): void {
    if (isObject(value) && Object.keys(value).length > 0) this.#mapping(value, 0);
    else if (Array.isArray(value) && value.length > 0) this.#sequence(value, 0);
    else this.#leaf(value, INDENT);
    this.#out += '\n';
  }

  /** Its first key stands where the writer is; the others start lines of their own. */
  #mapping(value: Readonly<Record<string, Json>>, indent: number): void {
    Object.keys(value)
      .sort(compareYamlKeys)
      .forEach((key, index) => {
        if (index > 0) this.#line(indent);
        const isSimple = this.#key(key, indent);
        if (isSimple) this.#mappingValue(value[key] ?? null, indent);
        else this.#item(value[key] ?? null, indent);
      });
  }

  /** Whether it could be a simple key, without a question mark. */
  #key(key: string, indent: number): boolean {
    const isSimple = encoder.encode(key).length <= SIMPLE_KEY && !/[\r\n\u0085\u2028\u2029]/.test(key);
    if (!isSimple) this.#out += '? ';
    this.#scalar(key, { indent: indent + INDENT, simpleKey: isSimple });
    if (!isSimple) this.#line(indent);
    this.#out += isSimple ? ':' : ': ';
    return isSimple;
  }

  #mappingValue(value: Json, indent: number): void {
    if (isObject(value) && Object.keys(value).length > 0) {
      this.#line(indent + INDENT);
      this.#mapping(value, indent + INDENT);
    } else if (Array.isArray(value) && value.length > 0) {
      this.#line(indent); // a list in a mapping is not indented
      this.#sequence(value, indent);
    } else {
      this.#out += ' ';
      this.#leaf(value, indent + INDENT);
    }
  }

  #sequence(items: readonly Json[], indent: number): void {
    items.forEach((item, index) => {
      if (index > 0) this.#line(indent);
      this.#out += '- ';
      this.#item(item, indent);
    });
  }

  /** Starts on the line of its indicator. */
  #item(value: Json, indent: number): void {
    if (isObject(value) && Object.keys(value).length > 0) this.#mapping(value, indent + INDENT);
    else if (Array.isArray(value) && value.length > 0) this.#sequence(value, indent + INDENT);
    else this.#leaf(value, indent + INDENT);
  }

  #leaf(value: Json, indent: number): void {
    if (typeof value === 'string') this.#scalar(value, { indent, simpleKey: false });
    else if (Array.isArray(value)) this.#out += '[]';
    else this.#out += isObject(value) ? '{}' : String(value);
  }

  #scalar(text: string, { indent, simpleKey }: { readonly indent: number; readonly simpleKey: boolean }): void {
    const style = analyzeScalar(text, simpleKey);
    if (style === 'literal') return this.#literal(text, indent);
    const { open, body, foldable } = dress(text, style);
    this.#out += open;
    if (simpleKey) this.#out += body;
    else this.#folded(body, indent, foldable);
    this.#out += open;
  }

  /** A single space beyond the width becomes a line end. */
  #folded(body: string, indent: number, foldable: (at: number) => boolean): void {
    let column = this.#column();
    let afterSpace = false;
    for (let at = 0; at < body.length; at++) {
      const char = body.charAt(at);
      const isSpace = char === ' ';
      if (/[\u2028\u2029]/.test(body.charAt(at - 1)) && !/[\u2028\u2029]/.test(char)) this.#out += ' '.repeat(indent);
      if (isSpace && !afterSpace && column > WIDTH && foldable(at)) {
        this.#line(indent);
        column = indent;
      } else {
        this.#out += char;
        column += /[\udc00-\udfff]/.test(char) ? 0 : 1;
      }
      afterSpace = isSpace;
    }
  }

  #literal(text: string, indent: number): void {
    const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
    const chomp = trailing === 0 ? '-' : trailing > 1 || text === '\n' ? '+' : '';
    this.#out += `|${/^[ \n]/.test(text) ? String(INDENT) : ''}${chomp}`;
    const lines = (trailing === 0 ? text : text.slice(0, -1)).split('\n');
    for (const line of lines) this.#out += line === '' ? '\n' : `\n${' '.repeat(indent)}${line}`;
  }

  #line(indent: number): void {
    this.#out += `\n${' '.repeat(indent)}`;
  }

  #column(): number {
    return Array.from(this.#out.slice(this.#out.lastIndexOf('\n') + 1)).length;
  }
}

interface Dressed {
  readonly open: '' | "'" | '"';
  readonly body: string;
  /** Whether a space at that place may become a line end. */
  readonly foldable: (at: number) => boolean;
}

function dress(text: string, style: Exclude<ScalarStyle, 'literal'>): Dressed {
  if (style === 'plain') return { open: '', body: text, foldable: (at) => text[at + 1] !== ' ' };
  const body = style === 'single' ? text.replaceAll("'", "''") : escapeScalar(text);
  const inside = (at: number): boolean => at > 0 && at < body.length - 1;
  if (style === 'single') return { open: "'", body, foldable: (at) => inside(at) && body[at + 1] !== ' ' };
  return { open: '"', body, foldable: inside };
}
