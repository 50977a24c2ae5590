/**
 * JSON as it was written: members in order and as often as they came, numbers as text. Only for the exact decoder; the fast path never
 * builds it.
 */
export type RawJson = null | boolean | string | RawNumber | RawJson[] | RawObject;

export class RawNumber {
  constructor(readonly text: string) {}
}

export class RawObject {
  constructor(readonly members: readonly (readonly [key: string, value: RawJson])[]) {}
}

/** The text must be valid JSON: see jsonSyntaxError. */
export function readRawJson(text: string): RawJson {
  return new Reader(text).value();
}

const TOKEN = /[ \t\r\n]*([[\]{}:,]|"(?:[^"\\]|\\.)*"|[^ \t\r\n[\]{}:,"]+)/y;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(token = this.#token()): RawJson {
    if (token === '{') return this.#object();
    if (token === '[') return this.#array();
    if (token.startsWith('"')) return unquote(token);
    if (token === 'null') return null;
    return token === 'true' || token === 'false' ? token === 'true' : new RawNumber(token);
  }

  #object(): RawObject {
    const members: [string, RawJson][] = [];
    for (let token = this.#token(); token !== '}'; token = this.#token()) {
      if (token === ',') continue;
      this.#token(); // the colon
      members.push([unquote(token), this.value()]);
    }
    return new RawObject(members);
  }

  #array(): RawJson[] {
    const items: RawJson[] = [];
    for (let token = this.#token(); token !== ']'; token = this.#token()) {
      if (token !== ',') items.push(this.value(token));
    }
    return items;
  }

  #token(): string {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[1];
    if (token === undefined) throw new Error('readRawJson was given a text that is not JSON');
    this.#at = TOKEN.lastIndex;
    return token;
  }
}

/** Go reads half a surrogate pair as U+FFFD. */
function unquote(token: string): string {
  return (JSON.parse(token) as string).replace(LONE_SURROGATE, '\ufffd');
}
