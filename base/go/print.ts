/** fmt's %v of a decoded JSON value: `map[a:1 b:[x y]]`, keys sorted, null as `<nil>`. */
export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, member]) => `${key}:${goPrint(member)}`).join(' ')}]`;
  }
  if (typeof value === 'number') return goFloat(value);
  return typeof value === 'string' ? value : (value as boolean | bigint).toString();
}

/** strconv's 'g' with the shortest digits, as %v prints a float64: exponents below -4 and from 21. */
function goFloat(value: number): string {
  if (Math.abs(value) >= 1e-4 || value === 0) return String(value).replace(/e\+(\d)$/, 'e+0$1');
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
