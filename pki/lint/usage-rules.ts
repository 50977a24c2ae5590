import type { Certificate } from '../certificate/parse-certificate';
import { EXT_KEY_USAGE } from '../extension/ext-key-usage';
import { EXTENSION } from '../extension/extension';
import { KEY_USAGE } from '../extension/key-usage';
import { extensionOf, isAuthority, unless, type LintRule } from './rule';

const { keyCertSign, keyAgreement, encipherOnly, decipherOnly, keyEncipherment, dataEncipherment } = KEY_USAGE;

/** What the key may be used for. */
export const USAGE_RULES: readonly LintRule[] = [
  {
    rule: 'key-usage-not-empty',
    section: '4.2.1.3',
    severity: 'error',
    check: (certificate) => unless(!hasKeyUsage(certificate) || certificate.keyUsage !== 0, 'key usage is there but allows nothing'),
  },
  {
    rule: 'key-usage-critical',
    section: '4.2.1.3',
    severity: 'warning',
    check: (certificate) => unless(extensionOf(certificate, EXTENSION.keyUsage)?.critical !== false, 'key usage should be critical'),
  },
  {
    rule: 'authority-key-usage',
    section: '4.2.1.3',
    severity: 'error',
    check: (certificate) =>
      unless(
        !isAuthority(certificate) || (hasKeyUsage(certificate) && allows(certificate, keyCertSign)),
        'an authority must say in its key usage that it signs certificates (keyCertSign)',
      ),
  },
  {
    rule: 'certificate-signing-of-authority',
    section: '4.2.1.9',
    severity: 'error',
    check: (certificate) =>
      unless(
        isAuthority(certificate) || !allows(certificate, keyCertSign),
        'keyCertSign is set, but the certificate is no authority (cA is false)',
      ),
  },
  {
    rule: 'only-bits-need-agreement',
    section: '4.2.1.3',
    severity: 'error',
    check: (certificate) =>
      unless(
        !allows(certificate, encipherOnly | decipherOnly) || allows(certificate, keyAgreement),
        'encipherOnly and decipherOnly mean something only together with keyAgreement',
      ),
  },
  {
    // Software ignores it and default usages ask for it, hence no error.
    rule: 'no-encipherment-by-curve-keys',
    section: 'RFC 8813',
    severity: 'warning',
    check: (certificate) =>
      unless(
        certificate.publicKeyKind === 'RSA' || !allows(certificate, keyEncipherment | dataEncipherment),
        'keyEncipherment and dataEncipherment are for RSA keys; this key cannot encipher',
      ),
  },
  {
    rule: 'any-purpose-not-critical',
    section: '4.2.1.12',
    severity: 'warning',
    check: (certificate) =>
      unless(
        !certificate.extKeyUsage.includes(EXT_KEY_USAGE.any) || extensionOf(certificate, EXTENSION.extKeyUsage)?.critical !== true,
        'extended key usage allows any purpose and should not be critical then',
      ),
  },
  {
    rule: 'purposes-unique',
    section: '4.2.1.12',
    severity: 'warning',
    check: ({ extKeyUsage, unknownExtKeyUsage }) => {
      const all = [...extKeyUsage, ...unknownExtKeyUsage];
      const repeated = new Set(all.filter((oid, i) => all.indexOf(oid) !== i));
      return [...repeated].map((oid) => `extended key usage names ${oid} more than once`);
    },
  },
  {
    rule: 'purposes-present',
    section: '4.2.1.12',
    severity: 'error',
    check: (certificate) =>
      unless(
        extensionOf(certificate, EXTENSION.extKeyUsage) === undefined ||
          certificate.extKeyUsage.length + certificate.unknownExtKeyUsage.length > 0,
        'extended key usage is there but names no purpose',
      ),
  },
];

function hasKeyUsage(certificate: Certificate): boolean {
  return extensionOf(certificate, EXTENSION.keyUsage) !== undefined;
}

function allows({ keyUsage }: Certificate, bits: number): boolean {
  return (keyUsage & bits) !== 0;
}
