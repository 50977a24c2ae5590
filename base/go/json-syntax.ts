import { goQuote } from './quote';

// encoding/json refuses to nest deeper.
const MAX_DEPTH = 10_000;

/** Why encoding/json refuses `bytes`, in its words; undefined when they are one valid JSON value. */
export function jsonSyntaxError(bytes: Uint8Array): string | undefined {
  try {
    new Checker(bytes).document();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

const code = (char: string): number => char.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [code('"'), code('\\'), code(','), code(':')];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [code('{'), code('}'), code('['), code(']')];
const LITERALS: ReadonlyMap<number, string> = new Map(['true', 'false', 'null'].map((text) => [code(text), text]));
const ESCAPES = new Set(Array.from('bfnrt\\/"', code));

/** One pass over the bytes with its own stack, as deep input must not exhaust ours. */
class Checker {
  readonly #bytes: Uint8Array;
  /** The closing brackets that are due. */
  readonly #open: number[] = [];
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  document(): void {
    this.#value();
    while (this.#open.length > 0) this.#next();
    this.#space();
    if (this.#at < this.#bytes.length) this.#fault('after top-level value');
  }

  /** What follows a value inside an object or an array. */
  #next(): void {
    const closing = this.#open[this.#open.length - 1];
    const char = this.#peek();
    if (char === closing) {
      this.#at++;
      this.#open.pop();
      return;
    }
    if (char !== COMMA) this.#fault(closing === CLOSE_OBJECT ? 'after object key:value pair' : 'after array element');
    this.#at++;
    if (closing === CLOSE_OBJECT) this.#key();
    this.#value();
  }

  #value(): void {
    for (;;) {
      const char = this.#peek();
      if (char !== OPEN_OBJECT && char !== OPEN_ARRAY) {
        this.#scalar(char);
        return;
      }
      const closing = char === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
      if (this.#open.push(closing) > MAX_DEPTH) this.#fault('exceeded max depth');
      this.#at++;
      if (this.#peek() === closing) {
        this.#at++;
        this.#open.pop();
        return;
      }
      if (char === OPEN_OBJECT) this.#key();
    }
  }

  #key(): void {
    if (this.#peek() !== QUOTE) this.#fault('looking for beginning of object key string');
    this.#string();
    if (this.#peek() !== COLON) this.#fault('after object key');
    this.#at++;
  }

  #scalar(char: number): void {
    const literal = LITERALS.get(char);
    if (char === QUOTE) this.#string();
    else if (literal !== undefined) this.#literal(literal);
    else if (char === code('-') || isDigit(char)) this.#number();
    else this.#fault('looking for beginning of value');
  }

  #string(): void {
    this.#at++;
    for (;;) {
      const char = this.#current();
      if (char < 0x20) this.#fault('in string literal');
      this.#at++;
      if (char === QUOTE) return;
      if (char === BACKSLASH) this.#escape();
    }
  }

  #escape(): void {
    const char = this.#current();
    if (char !== code('u') && !ESCAPES.has(char)) this.#fault('in string escape code');
    this.#at++;
    if (char !== code('u')) return;
    for (let digits = 0; digits < 4; digits++, this.#at++) {
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.#current()))) this.#fault('in \\u hexadecimal character escape');
    }
  }

  #literal(text: string): void {
    for (let i = 0; i < text.length; i++, this.#at++) {
      if (this.#current() !== text.charCodeAt(i)) this.#fault(`in literal ${text} (expecting '${text.charAt(i)}')`);
    }
  }

  #number(): void {
    if (this.#current() === code('-')) {
      this.#at++;
      if (!isDigit(this.#current())) this.#fault('in numeric literal');
    }
    if (this.#current() === code('0')) this.#at++;
    else this.#digits();
    if (this.#bytes[this.#at] === code('.')) {
      this.#at++;
      if (!isDigit(this.#current())) this.#fault('after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#bytes[this.#at] === code('e') || this.#bytes[this.#at] === code('E')) {
      this.#at++;
      if (this.#current() === code('+') || this.#current() === code('-')) this.#at++;
      if (!isDigit(this.#current())) this.#fault('in exponent of numeric literal');
      this.#digits();
    }
  }

  #digits(): void {
    while (isDigit(this.#bytes[this.#at] ?? 0)) this.#at++;
  }

  #space(): void {
    for (let char = this.#bytes[this.#at]; char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09; char = this.#bytes[this.#at]) {
      this.#at++;
    }
  }

  /** The next byte that is not space. */
  #peek(): number {
    this.#space();
    return this.#current();
  }

  #current(): number {
    const char = this.#bytes[this.#at];
    if (char === undefined) throw new Fault('unexpected end of JSON input');
    return char;
  }

  #fault(where: string): never {
    throw new Fault(`invalid character ${quoteByte(this.#bytes[this.#at] ?? 0)} ${where}`);
  }
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** Go prints the byte as the character of that code. */
function quoteByte(byte: number): string {
  const char = String.fromCharCode(byte);
  if (char === "'") return "'\\''";
  if (char === '"') return `'"'`;
  return `'${goQuote(char).slice(1, -1)}'`;
}
