import { withoutAges } from './ages';

export interface Circumstances {
  /** The folder that the commands ran in. */
  readonly folder: string;
  /** Milliseconds since 1970: times a month around it, or around now, were taken from the clock. */
  readonly at: number;
  /** `generateName` prefixes. */
  readonly generated?: readonly string[];
}

const MONTH = 30 * 24 * 3600 * 1000;

/** What differs between two runs on one server; the order matters. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/^.*(client-side throttling|Waited for .* due to).*\n?/gm, ''],
  // client-go says so when a deadline of its own ends a watch, if it comes to it.
  [/^[EWIF]\d{4} .*Warning: watch ended with error.*very short watch.*\n?/gm, ''],
  [/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g, '<pem certificate>'],
  [/(certificate"?: "?)LS0t[A-Za-z0-9+/=]{100,}/g, '$1<certificate>'],
  [/eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g, '<token>'],
  [/ZXlK[A-Za-z0-9+/=]{200,}/g, '<token in base64>'],
  [/X509SHA256=[0-9a-f]{64}/g, 'X509SHA256=<fingerprint>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/(?:127\.0\.0\.1|localhost):\d+/g, '<host>'],
  [/(resourceVersion\\?"?: ?\\?"?|Resource Version: +)[1-9]\d*/g, '$1<version>'],
  // kubectl diff and edit name temporary files.
  [/(LIVE|MERGED)-\d+/g, '$1-<n>'],
  [/kubectl-edit-\d+\./g, 'kubectl-edit-<n>.'],
  // The head of a line of klog: severity, time, process.
  [/^([EWIF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /gm, '$1<klog> '],
  [/^(\s*(?:"?age"?|Age): *)\d+[smhd].*$/gm, '$1<age>'],
];

/** RFC 3339, Go's `Time.String()`, and the mail format in which `kubectl describe` writes. */
const TIMES = [
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g,
  /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4}(?: UTC)?/g,
  /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g,
];

// The alphabet of Kubernetes' generated suffixes.
const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]{5}(?![\\w-])';

/** Replaces what may differ between two correct runs: identifiers, times, ages, issued bytes, folders and ports. */
export function withoutVolatile(text: string, { folder, at, generated = [] }: Circumstances): string {
  const isNear = (time: string): boolean => {
    const milliseconds = Date.parse(time.replace(/\.\d+(?= )/, '').replace(/ UTC$/, ''));
    return [at, Date.now()].some((reference) => Math.abs(milliseconds - reference) < MONTH);
  };
  let result = text.replaceAll(folder, '<dir>');
  for (const [pattern, replacement] of VOLATILE) result = result.replace(pattern, replacement);
  for (const pattern of TIMES) result = result.replace(pattern, (time) => (isNear(time) ? '<time>' : time));
  for (const prefix of generated) {
    result = result.replace(new RegExp(`(?<![\\w-])${escaped(prefix)}${SUFFIX}`, 'g'), `${prefix}<suffix>`);
  }
  return withoutAges(result);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
