const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const NEAR = 30 * 24 * 3600 * 1000;
/** When csrlab's own recordings were made. */
export const RECORDED = Date.parse('2026-11-24T12:00:00Z');

type Members = Readonly<Record<string, unknown>>;

/**
 * Replaces what may differ between two correct servers, or between two runs of one, by a word in angle brackets: uids, resource versions, continue
 * tokens, bearer tokens, names made from generateName, issued certificates, local addresses, and times within 30 days of one of `moments`
 * (milliseconds since 1970). Everything else stays, the order of lists included.
 */
export function normalise(value: unknown, moments: readonly number[]): unknown {
  return visit(value, { key: '', parent: {}, moments });
}

interface Place {
  readonly key: string;
  readonly parent: Members;
  readonly moments: readonly number[];
}

function visit(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return normaliseText(value, place);
  if (Array.isArray(value)) return value.map((item) => visit(item, { ...place, parent: {} }));
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Members;
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name.replace(UUID, '<uuid>'),
      visit(member, { ...place, key: name, parent: members }),
    ]),
  );
}

function normaliseText(value: string, { key, parent, moments }: Place): string {
  if (value === '') return '';
  if (key === 'uid') return '<uid>';
  if (key === 'resourceVersion') return value === '0' ? value : '<rv>';
  if (key === 'continue') return '<continue>';
  if (key === 'token') return '<token>';
  if (key === 'name' && isGenerated(value, parent)) return '<generated>';
  if (key === 'certificate' && value.length > 200) return '<certificate>';
  if (isVolatileTime(value, moments)) return '<time>';
  return value
    .replace(UUID, '<uuid>')
    .replace(/too old resource version: \d+ \(\d+\)/, 'too old resource version: <rv> (<rv>)')
    .replace(/Too large resource version: \d+, current: \d+/, 'Too large resource version: <rv>, current: <rv>')
    .replace(/127\.0\.0\.1:\d+/g, '<host>');
}

function isGenerated(value: string, { generateName }: Members): boolean {
  return typeof generateName === 'string' && generateName !== '' && value.startsWith(generateName);
}

function isVolatileTime(value: string, moments: readonly number[]): boolean {
  return TIME.test(value) && moments.some((time) => Math.abs(Date.parse(value) - time) < NEAR);
}
