import { bodyText, memberNumber, memberObject, memberText, memberTexts, unmarshalObject } from '../../http';
import { anchored, CURVES, EVERYTHING, KEY_SIZES, listOf } from '../zone';
import type { AllowedKey, Policy, Zone } from '../zone';
import type { TppClient } from './client';

type Members = Readonly<Record<string, unknown>>;

const ROOT = '\\VED\\Policy';

const ZONE_NOT_FOUND = 'vcert error: your data contains problems: zone not found';

/** A zone as the server names folders. */
export function policyDn(zone: string): string {
  if (zone.startsWith(ROOT)) return zone;
  return ROOT + (zone.startsWith('\\') ? zone : `\\${zone}`);
}

export async function readZone(client: TppClient, folder: string): Promise<Zone> {
  if (folder === `${ROOT}\\`) throw new Error('empty zone');
  const answer = await client.request('POST', 'vedsdk/certificates/checkpolicy', { PolicyDN: folder });
  const { status, statusLine, body } = answer;
  if (status === 200) return zoneOf(memberObject(unmarshalObject(body), 'Policy'));
  if (status === 400 && /PolicyDN: .+ does not exist/.test(memberText(unmarshalObject(body), 'Error'))) throw new Error(ZONE_NOT_FOUND);
  throw new Error(`Invalid status: ${statusLine} Server response: ${bodyText(answer)}`);
}

function zoneOf(policy: Members): Zone {
  const subject = memberObject(policy, 'Subject');
  const field = (name: string): Members => memberObject(subject, name);
  const value = (name: string): readonly string[] => listOf(memberText(field(name), 'Value'));
  const units = field('OrganizationalUnit');
  return {
    policy: {
      ...domains(policy),
      organization: locked(field('Organization')),
      organizationalUnit: units.Locked === true ? memberTexts(units, 'Values').map(exactly) : EVERYTHING,
      locality: locked(field('City')),
      province: locked(field('State')),
      country: locked(field('Country')),
      keys: allowedKeys(memberObject(policy, 'KeyPair')),
    },
    defaults: {
      organization: value('Organization'),
      organizationalUnit: memberTexts(units, 'Values'),
      locality: value('City'),
      province: value('State'),
      country: value('Country'),
    },
  };
}

function domains(policy: Members): Pick<Policy, 'commonName' | 'dnsNames'> {
  const listed = memberTexts(policy, 'WhitelistedDomains').map((domain) => below(domain, policy.WildcardsAllowed === true));
  const names = listed.length === 0 ? EVERYTHING : listed;
  return { commonName: names, dnsNames: policy.SubjAltNameDnsAllowed === true ? names : [] };
}

/** The domain and all below it; with a dot in front, only what is below it. */
function below(domain: string, wildcards: boolean): string {
  const label = `([\\p{L}\\p{N}-${wildcards ? '*' : ''}]+\\.)`;
  return domain.startsWith('.') ? anchored(`${label}+${quoted(domain.slice(1))}`) : anchored(`${label}*${quoted(domain)}`);
}

function locked(field: Members): readonly string[] {
  return field.Locked === true ? [exactly(memberText(field, 'Value'))] : EVERYTHING;
}

function exactly(value: string): string {
  return anchored(quoted(value));
}

/** regexp.QuoteMeta. */
function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

function allowedKeys(pair: Members): readonly AllowedKey[] {
  const algorithm = memberObject(pair, 'KeyAlgorithm');
  const [size, curve] = [memberObject(pair, 'KeySize'), memberObject(pair, 'EllipticCurve')];
  const least = size.Locked === true ? memberNumber(size, 'Value') : 0;
  const rsa: AllowedKey = { type: 'RSA', sizes: KEY_SIZES.filter((bits) => bits >= least) };
  const ec: AllowedKey = { type: 'ECDSA', curves: curve.Locked === true ? [curveName(memberText(curve, 'Value'))] : CURVES };
  if (algorithm.Locked !== true) return [rsa, ec];
  return isRsa(memberText(algorithm, 'Value')) ? [rsa] : [ec];
}

function isRsa(algorithm: string): boolean {
  const upper = algorithm.toUpperCase();
  if (upper === 'RSA') return true;
  if (['ECDSA', 'EC', 'ECC'].includes(upper)) return false;
  // Here vcert panics.
  throw new Error(`the policy locks the key algorithm to ${algorithm}, which is none that can be requested`);
}

function curveName(text: string): string {
  return text.toUpperCase();
}
