import { formatDuration, parseDuration, Second } from '../../../../base/go';
import type { TestCa } from '../../common';
import type { PkiMount, PkiRole } from '../config';
import { VaultFault } from '../reply';
import type { Parameters } from './request';

export interface Validity {
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly warnings: readonly string[];
}

const DEFAULT_TTL = 32 * 24 * 3600;
const DEFAULT_MAX = 10 * 365 * 24 * 3600;
const BACKDATED = 30;

/** How long a certificate is good for: what was asked for, cut to what role and mount allow; never longer than its issuer. */
export function validityFor(parameters: Parameters, role: PkiRole, place: { mount: PkiMount; ca: TestCa; now: number }): Validity {
  const max = role.max_ttl ?? place.mount.maxTtl ?? DEFAULT_MAX;
  if (parameters.text('ttl') !== '' && parameters.text('not_after') !== '') {
    throw new VaultFault(400, 'Either ttl or not_after should be provided. Both should not be provided in the same request.');
  }
  const asked = secondsOf(parameters.text('ttl')) ?? role.ttl ?? Math.min(DEFAULT_TTL, max);
  const longest = formatDuration(BigInt(max) * Second);
  const text = formatDuration(BigInt(Math.floor(asked)) * Second);
  const warnings = asked > max ? [`TTL "${text}" is longer than permitted maxTTL "${longest}", so maxTTL is being used`] : [];
  const end = place.now / 1000 + Math.min(asked, max);
  const issuerEnd = place.ca.issuer.notAfter;
  if (end > issuerEnd) {
    const [wanted, last] = [new Date(end * 1000).toISOString(), new Date(issuerEnd * 1000).toISOString().replace('.000Z', 'Z')];
    const beyond = `that is beyond the expiration of the CA certificate at ${last}`;
    throw new VaultFault(400, `cannot satisfy request, as TTL would result in notAfter of ${wanted} ${beyond}`);
  }
  return { notBefore: Math.floor(place.now / 1000) - BACKDATED, notAfter: Math.floor(end), warnings };
}

/** A Go duration, or seconds; nothing is none. */
function secondsOf(ttl: string): number | undefined {
  if (ttl === '' || ttl === '0') return undefined;
  if (/^\d+$/.test(ttl)) return Number(ttl);
  const days = /^(\d+)d$/.exec(ttl)?.[1];
  if (days !== undefined) return Number(days) * 24 * 3600;
  const seconds = parsedSeconds(ttl);
  if (seconds < 0) throw notConverted(`cannot provide negative value '${seconds}'`);
  return seconds;
}

function parsedSeconds(ttl: string): number {
  try {
    return Number(parseDuration(ttl)) / 1e9;
  } catch (error) {
    throw notConverted(error instanceof Error ? error.message : String(error));
  }
}

function notConverted(why: string): VaultFault {
  return new VaultFault(400, `Field validation failed: error converting input for field "ttl": ${why}`);
}
