export type RecordType = 'A' | 'AAAA' | 'TXT' | 'CNAME';

/** Names that the lab decides on. A resolver port for ACME validation and self checks. */
export interface Zone {
  /** Replaces what the name has of that type; nothing removes it. Case and a dot at the end do not matter. */
  set(name: string, type: RecordType, values: readonly string[]): void;
  add(name: string, type: RecordType, value: string): void;
  remove(name: string, type: RecordType, value: string): void;
  /** As stored: no CNAME is followed. */
  get(name: string, type: RecordType): readonly string[];
  /** Behind CNAMEs. Rejects in a loop of them. */
  readonly txt: (name: string) => Promise<readonly string[]>;
}

const LONGEST_CHAIN = 8;

export function createZone(): Zone {
  const records = new Map<string, readonly string[]>();
  const key = (name: string, type: RecordType): string => `${type} ${name.toLowerCase().replace(/\.$/, '')}`;
  const get = (name: string, type: RecordType): readonly string[] => records.get(key(name, type)) ?? [];
  const set = (name: string, type: RecordType, values: readonly string[]): void => {
    if (values.length === 0) records.delete(key(name, type));
    else records.set(key(name, type), [...values]);
  };
  const canonical = (name: string): string => {
    let at = name;
    for (let links = 0; links <= LONGEST_CHAIN; links++) {
      const [target] = get(at, 'CNAME');
      if (target === undefined) return at;
      at = target;
    }
    throw new Error(`the CNAMEs of ${name} lead in a circle, or through more than ${LONGEST_CHAIN} names`);
  };
  return {
    get,
    set,
    add: (name, type, value) => set(name, type, [...new Set([...get(name, type), value])]),
    remove: (name, type, value) =>
      set(
        name,
        type,
        get(name, type).filter((each) => each !== value),
      ),
    txt: async (name) => get(await Promise.resolve().then(() => canonical(name)), 'TXT'),
  };
}
