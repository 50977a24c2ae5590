import { encodeBase64 } from '../../base/go';

const LINE = /.{1,64}/g;

/** pem.Encode: lines of 64 characters, a newline at the end. Headers are written sorted, Proc-Type first. */
export function encodePem(type: string, bytes: Uint8Array, headers: ReadonlyMap<string, string> = new Map()): string {
  const lines = encodeBase64(bytes).match(LINE) ?? [];
  return [`-----BEGIN ${type}-----`, ...headerLines(headers), ...lines, `-----END ${type}-----`, ''].join('\n');
}

function headerLines(headers: ReadonlyMap<string, string>): readonly string[] {
  if (headers.size === 0) return [];
  const rank = (key: string): string => (key === 'Proc-Type' ? '' : key);
  const sorted = [...headers].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
  return [...sorted.map(([key, value]) => `${key}: ${value}`), ''];
}
