import { equalBytes } from '../bytes';
import type { Certificate } from '../certificate/parse-certificate';
import { EXTENSION } from '../extension/extension';
import { KEY_USAGE } from '../extension/key-usage';
import { extensionOf, isAuthority, unless, type LintRule } from './rule';

/** Constraints, identifiers and pointers. */
export const EXTENSION_RULES: readonly LintRule[] = [
  {
    rule: 'authority-constraints-critical',
    section: '4.2.1.9',
    severity: 'error',
    check: (certificate) =>
      unless(
        !isAuthority(certificate) || extensionOf(certificate, EXTENSION.basicConstraints)?.critical === true,
        'basic constraints of an authority are not critical; software that does not know them would overlook them',
      ),
  },
  {
    rule: 'path-length-of-authority',
    section: '4.2.1.9',
    severity: 'error',
    check: (certificate) =>
      unless(
        certificate.basicConstraints?.maxPathLength === undefined ||
          (isAuthority(certificate) && (certificate.keyUsage === 0 || (certificate.keyUsage & KEY_USAGE.keyCertSign) !== 0)),
        'a path length is given, but only an authority that signs certificates may have one',
      ),
  },
  {
    rule: 'authority-subject-key-id',
    section: '4.2.1.2',
    severity: 'error',
    check: (certificate) =>
      unless(!isAuthority(certificate) || hasId(certificate.subjectKeyId), 'an authority must carry a subject key identifier'),
  },
  {
    rule: 'authority-key-id',
    section: '4.2.1.1',
    severity: 'error',
    check: (certificate) =>
      unless(
        isSelfIssued(certificate) || hasId(certificate.authorityKeyId),
        'there is no authority key identifier; only self-signed certificates may lack it',
      ),
  },
  {
    rule: 'name-constraints-of-authority',
    section: '4.2.1.10',
    severity: 'error',
    check: (certificate) =>
      unless(
        certificate.nameConstraints === undefined || isAuthority(certificate),
        'name constraints stand in a certificate that is no authority',
      ),
  },
  {
    rule: 'name-constraints-critical',
    section: '4.2.1.10',
    severity: 'error',
    check: (certificate) =>
      unless(extensionOf(certificate, EXTENSION.nameConstraints)?.critical !== false, 'name constraints are not critical'),
  },
  {
    rule: 'policy-constraints-critical',
    section: '4.2.1.11',
    severity: 'error',
    check: (certificate) =>
      unless(extensionOf(certificate, EXTENSION.policyConstraints)?.critical !== false, 'policy constraints are not critical'),
  },
  {
    rule: 'inhibit-any-policy-critical',
    section: '4.2.1.14',
    severity: 'error',
    check: (certificate) =>
      unless(extensionOf(certificate, EXTENSION.inhibitAnyPolicy)?.critical !== false, 'inhibitAnyPolicy is not critical'),
  },
  {
    rule: 'crl-points-not-critical',
    section: '4.2.1.13',
    severity: 'warning',
    check: (certificate) =>
      unless(
        extensionOf(certificate, EXTENSION.crlDistributionPoints)?.critical !== true,
        'CRL distribution points should not be critical',
      ),
  },
  {
    rule: 'names-not-critical',
    section: '4.2.1.6',
    severity: 'warning',
    check: (certificate) =>
      unless(
        certificate.subject.attributes.length === 0 || extensionOf(certificate, EXTENSION.subjectAltName)?.critical !== true,
        'subjectAltName should be critical only where the subject is empty',
      ),
  },
  {
    rule: 'unknown-critical',
    section: '4.2',
    severity: 'warning',
    check: ({ unhandledCritical }) =>
      unhandledCritical.map((oid) => `extension ${oid} is critical but not generally known; most verifiers will refuse the certificate`),
  },
];

function hasId(id: Uint8Array | undefined): boolean {
  return id !== undefined && id.length > 0;
}

function isSelfIssued({ rawIssuer, rawSubject }: Certificate): boolean {
  return equalBytes(rawIssuer, rawSubject);
}
