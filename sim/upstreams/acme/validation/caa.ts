import { ancestry, canonicalName } from '../../../../base/dns/name';
import type { CaaRecord } from '../../../../base/dns/resolver';
import type { ChallengeType } from '../model';
import type { AcmeResolver } from '../options';
import { ValidationFailure } from './probe';

/** Who this authority is in CAA records; the directory says so, too. */
export const CAA_IDENTITIES: readonly string[] = ['csrlab.test'];

export interface CaaQuestion {
  readonly name: string;
  readonly wildcard: boolean;
  readonly method: ChallengeType;
  readonly accountUrl: string;
}

const CRITICAL = 0x80;
const KNOWN: ReadonlySet<string> = new Set(['issue', 'issuewild', 'iodef', 'contactemail', 'contactphone']);

/** RFC 8659 section 3, with the parameters of RFC 8657. Rejects with a ValidationFailure when the name's owner wants another authority. */
export async function checkCaa(resolver: AcmeResolver, question: CaaQuestion): Promise<void> {
  const { name, wildcard } = question;
  const records = await relevant(resolver, name);
  const of = (tag: string): readonly CaaRecord[] => records.filter((record) => record.tag.toLowerCase() === tag);
  const wild = wildcard ? of('issuewild') : [];
  const properties = wild.length > 0 ? wild : of('issue');
  const unknown = records.some(({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN.has(tag.toLowerCase()));
  if (!unknown && (properties.length === 0 || properties.some(({ value }) => permits(value, question)))) return;
  throw new ValidationFailure('caa', `CAA record for ${name} prevents issuance`);
}

/**
 * Those of the name, or of the nearest name above it that has some. Top-level domains are left out: none of them has any, and a name
 * server for tests need not know of them.
 */
async function relevant(resolver: AcmeResolver, name: string): Promise<readonly CaaRecord[]> {
  for (const domain of ancestry(canonicalName(name)).slice(0, -1)) {
    const found = await resolver.caa?.(domain).catch((error: unknown) => {
      throw new ValidationFailure('dns', `While processing CAA for ${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (found !== undefined && found.length > 0) return found;
  }
  return [];
}

function permits(value: string, { method, accountUrl }: CaaQuestion): boolean {
  const [issuer = '', ...parameters] = value.split(';').map((part) => part.trim());
  const parameter = (wanted: string): string | undefined =>
    parameters.map((text) => /^([^=\s]+)\s*=\s*(.*)$/.exec(text)).find((match) => match?.[1]?.toLowerCase() === wanted)?.[2];
  const [account, methods] = [parameter('accounturi'), parameter('validationmethods')];
  return (
    CAA_IDENTITIES.includes(issuer.toLowerCase()) &&
    (account === undefined || account === accountUrl) &&
    (methods === undefined || methods.split(',').includes(method))
  );
}
