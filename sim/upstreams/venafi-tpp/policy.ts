import type { CertificateRequest, NameParts } from '../../../pki';
import { caller } from './authorize';
import type { TppCall } from './call';
import type { Folder, Setting } from './options';
import { badRequest } from './reply';
import type { TppReply } from './reply';

const ROOT = '\\VED\\Policy\\';

/** The folder of a DN. Throws what the server says when there is none. */
export function folderAt({ settings }: TppCall, dn: string): Folder {
  if (dn === '') throw badRequest('Missing PolicyDN');
  const name = dn.toLowerCase().startsWith(ROOT.toLowerCase()) ? dn.slice(ROOT.length) : '';
  const found = Object.entries(settings.folders).find(([folder]) => folder.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw badRequest(`PolicyDN: ${dn} does not exist or you do not have sufficient rights to the object.`);
  return found[1];
}

/** POST vedsdk/certificates/checkpolicy. */
export function checkPolicy(call: TppCall): TppReply {
  caller(call, 'certificate:manage');
  return { status: 200, body: { Error: null, Policy: described(folderAt(call, call.body.text('PolicyDN'))) } };
}

function setting<T>(given: Setting<T> | undefined, unset: T | null): object {
  return { Locked: given?.locked === true, Value: given?.value ?? unset };
}

function described(folder: Folder): object {
  const { allowedSans = {}, organizationalUnits: units } = folder;
  return {
    CertificateAuthority: { Locked: false, Value: folder.hasAuthority === false ? null : '\\VED\\Policy\\csrlab test authority' },
    CsrGeneration: { Locked: false, Value: 'ServiceGenerated' },
    KeyGeneration: { Locked: false, Value: 'Central' },
    KeyPair: {
      KeyAlgorithm: setting(folder.keyAlgorithm, 'RSA'),
      KeySize: setting(folder.keySize, 2048),
      EllipticCurve: setting(folder.ellipticCurve, 'P256'),
    },
    ManagementType: { Locked: false, Value: 'Enrollment' },
    PrivateKeyReuseAllowed: false,
    SubjAltNameDnsAllowed: allowedSans.dns ?? true,
    SubjAltNameEmailAllowed: allowedSans.email ?? true,
    SubjAltNameIpAllowed: allowedSans.ip ?? true,
    SubjAltNameUpnAllowed: allowedSans.upn ?? true,
    SubjAltNameUriAllowed: allowedSans.uri ?? true,
    Subject: {
      City: setting(folder.city, null),
      Country: setting(folder.country, null),
      Organization: setting(folder.organization, null),
      OrganizationalUnit: { Locked: units?.locked === true, Values: units?.value ?? [] },
      State: setting(folder.state, null),
    },
    UniqueSubjectEnforced: false,
    WhitelistedDomains: folder.domains ?? [],
    WildcardsAllowed: folder.wildcardsAllowed ?? true,
  };
}

/** What the folder fills in where a request says nothing. */
export function defaultsOf(folder: Folder): NameParts {
  const one = (given: Setting<string> | undefined): readonly string[] => (given === undefined ? [] : [given.value]);
  return {
    organization: one(folder.organization),
    organizationalUnit: folder.organizationalUnits?.value ?? [],
    locality: one(folder.city),
    province: one(folder.state),
    country: one(folder.country),
  };
}

/** The server looks again, whatever the client has looked at. Throws its text for the first thing that is not allowed. */
export function enforce(folder: Folder, request: CertificateRequest): void {
  if (folder.hasAuthority === false) throw badRequest('Need a certificate authority (CADN).\r\n');
  const { subject, dnsNames, emailAddresses, ipAddresses, uris } = request;
  const { allowedSans: sans = {} } = folder;
  const names = subject.commonName === '' ? dnsNames : [subject.commonName, ...dnsNames];
  const checks: readonly (readonly [field: string, ok: boolean])[] = [
    ['Common Name', names.every((name) => domainAllowed(folder, name))],
    ['Organization', fits(subject.organization, folder.organization)],
    ['Organizational Unit', unitsFit(subject.organizationalUnit, folder)],
    ['City', fits(subject.locality, folder.city)],
    ['State', fits(subject.province, folder.state)],
    ['Country', fits(subject.country, folder.country)],
    ['Subject Alt Name (DNS)', sans.dns !== false || dnsNames.length === 0],
    ['Subject Alt Name (Email)', sans.email !== false || emailAddresses.length === 0],
    ['Subject Alt Name (IP)', sans.ip !== false || ipAddresses.length === 0],
    ['Subject Alt Name (URI)', sans.uri !== false || uris.length === 0],
    ['Key Size', keyFits(request, folder)],
  ];
  const wrong = checks.find(([, ok]) => !ok);
  if (wrong !== undefined) throw badRequest(`${wrong[0]} value violates policy and cannot be used.\r\n\r\n`);
}

function domainAllowed({ domains = [], wildcardsAllowed = true }: Folder, name: string): boolean {
  if (!wildcardsAllowed && name.startsWith('*.')) return false;
  return domains.length === 0 || domains.some((domain) => name === domain || name.endsWith(domain.startsWith('.') ? domain : `.${domain}`));
}

function fits(values: readonly string[], given: Setting<string> | undefined): boolean {
  return given?.locked !== true || values.every((value) => value === given.value);
}

function unitsFit(values: readonly string[], { organizationalUnits: units }: Folder): boolean {
  return units?.locked !== true || values.every((value) => units.value.includes(value));
}

function keyFits({ publicKey }: CertificateRequest, { keyAlgorithm, keySize }: Folder): boolean {
  const isRsa = publicKey?.kind === 'RSA';
  if (keyAlgorithm?.locked === true && (keyAlgorithm.value.toUpperCase() === 'RSA') !== isRsa) return false;
  return keySize?.locked !== true || publicKey?.kind !== 'RSA' || publicKey.bits >= keySize.value;
}
