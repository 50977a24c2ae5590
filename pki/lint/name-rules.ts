import { fromLatin1 } from '../bytes';
import type { Certificate } from '../certificate/parse-certificate';
import { DerReader } from '../der/reader';
import { context, TAG } from '../der/tags';
import { EXTENSION } from '../extension/extension';
import { ATTRIBUTE } from '../name/name';
import { attributeLabel } from '../name/name-text';
import { extensionOf, isAuthority, unless, type LintRule } from './rule';

// RFC 5280 appendix A.1, upper bounds.
const LONGEST: ReadonlyMap<string, number> = new Map([
  [ATTRIBUTE.commonName, 64],
  [ATTRIBUTE.organization, 64],
  [ATTRIBUTE.organizationalUnit, 64],
  [ATTRIBUTE.locality, 128],
  [ATTRIBUTE.province, 128],
  [ATTRIBUTE.serialNumber, 64],
]);

const LEGACY_STRINGS: ReadonlyMap<number, string> = new Map([
  [TAG.t61String, 'TeletexString'],
  [TAG.bmpString, 'BMPString'],
]);

// Preferred name syntax with the underscore and the wildcard that are in use (RFC 1034 section 3.5).
const DNS_LABEL = /^(?:\*|[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)$/;
const LONGEST_DNS_NAME = 253;

/** Subject, issuer and alternative names. */
export const NAME_RULES: readonly LintRule[] = [
  {
    rule: 'issuer-present',
    section: '4.1.2.4',
    severity: 'error',
    check: ({ issuer }) => unless(issuer.attributes.length > 0, 'the issuer is empty; it must name whoever signed'),
  },
  {
    rule: 'authority-subject-present',
    section: '4.1.2.6',
    severity: 'error',
    check: (certificate) =>
      unless(
        !isAuthority(certificate) || certificate.subject.attributes.length > 0,
        'the subject of an authority is empty; nothing could name it as issuer',
      ),
  },
  {
    rule: 'subject-or-critical-names',
    section: '4.2.1.6',
    severity: 'error',
    check: (certificate) =>
      unless(
        certificate.subject.attributes.length > 0 || extensionOf(certificate, EXTENSION.subjectAltName)?.critical === true,
        'the subject is empty, so there must be a critical subjectAltName',
      ),
  },
  { rule: 'attribute-length', section: 'A.1', severity: 'error', check: longAttributes },
  { rule: 'country-code', section: 'A.1', severity: 'error', check: badCountries },
  { rule: 'directory-string-type', section: '4.1.2.4', severity: 'warning', check: legacyStrings },
  {
    rule: 'names-present',
    section: '4.2.1.6',
    severity: 'error',
    check: (certificate) => {
      const extension = extensionOf(certificate, EXTENSION.subjectAltName);
      return unless(extension === undefined || entries(extension.value).length > 0, 'subjectAltName is there but holds no name');
    },
  },
  { rule: 'dns-name-syntax', section: '4.2.1.6', severity: 'error', check: badDnsNames },
  {
    rule: 'email-syntax',
    section: '4.2.1.6',
    severity: 'error',
    check: ({ emailAddresses }) =>
      emailAddresses.flatMap((email) => unless(/^[^@\s]+@[^@\s<>]+$/.test(email), `the email address ${JSON.stringify(email)} is none`)),
  },
  {
    rule: 'uri-absolute',
    section: '4.2.1.6',
    severity: 'error',
    check: ({ uris }) =>
      uris.flatMap(({ scheme, path, opaque }) =>
        unless(scheme !== '', `the URI ${JSON.stringify(path + opaque)} is relative; it must have a scheme`),
      ),
  },
];

function longAttributes({ subject, issuer }: Certificate): readonly string[] {
  return [...subject.attributes, ...issuer.attributes].flatMap(({ type, value }) => {
    const limit = LONGEST.get(type) ?? Infinity;
    const length = value.kind === 'string' ? Array.from(value.value).length : 0;
    return unless(length <= limit, `${attributeLabel(type)} has ${length} characters; at most ${limit} are allowed`);
  });
}

function badCountries({ subject, issuer }: Certificate): readonly string[] {
  return [...subject.country, ...issuer.country].flatMap((country) =>
    unless(/^[A-Z]{2}$/i.test(country), `the country ${JSON.stringify(country)} is not a code of two letters`),
  );
}

function legacyStrings({ rawSubject, rawIssuer }: Certificate): readonly string[] {
  const found = new Set([...stringTags(rawSubject), ...stringTags(rawIssuer)]);
  return [...LEGACY_STRINGS].flatMap(([tag, name]) =>
    unless(!found.has(tag), `a name is written as ${name}; new certificates use PrintableString or UTF8String`),
  );
}

function stringTags(name: Uint8Array): readonly number[] {
  const tags: number[] = [];
  const rdns = new DerReader(name).read(TAG.sequence);
  while (rdns?.empty === false) {
    const set = rdns.read(TAG.set);
    while (set?.empty === false) {
      const attribute = set.read(TAG.sequence);
      attribute?.anyElement();
      const value = attribute?.any();
      if (value !== undefined) tags.push(value.tag);
    }
  }
  return tags;
}

function entries(value: Uint8Array): readonly { readonly tag: number; readonly text: string }[] {
  const out: { tag: number; text: string }[] = [];
  const names = new DerReader(value).read(TAG.sequence);
  for (let name = names?.any(); name !== undefined; name = names?.any()) out.push({ tag: name.tag, text: fromLatin1(name.content.bytes) });
  return out;
}

function badDnsNames(certificate: Certificate): readonly string[] {
  const extension = extensionOf(certificate, EXTENSION.subjectAltName);
  const names = extension === undefined ? [] : entries(extension.value).filter(({ tag }) => tag === context(2));
  return names.flatMap(({ text }) => unless(isDnsName(text), `${JSON.stringify(text)} is no DNS name`));
}

function isDnsName(name: string): boolean {
  const labels = name.split('.');
  return name.length <= LONGEST_DNS_NAME && labels.every((label, i) => DNS_LABEL.test(label) && (label !== '*' || i === 0));
}
