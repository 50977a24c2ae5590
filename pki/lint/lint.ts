import { parseCertificate, type Certificate } from '../certificate/parse-certificate';
import { PkiError } from '../error';
import { EXTENSION_RULES } from './extension-rules';
import { NAME_RULES } from './name-rules';
import { PROFILE_RULES } from './profile-rules';
import type { LintFinding, LintRule } from './rule';
import { USAGE_RULES } from './usage-rules';

const RULES: readonly LintRule[] = [...PROFILE_RULES, ...NAME_RULES, ...EXTENSION_RULES, ...USAGE_RULES];

/**
 * What is wrong with a certificate by RFC 5280, in the order of the rules. Errors break a MUST, warnings a SHOULD or good practice.
 * Never throws: a certificate that cannot be read is a finding as well.
 */
export function lintCertificate(der: Uint8Array): readonly LintFinding[] {
  const certificate = readable(der);
  if ('severity' in certificate) return [certificate];
  return RULES.flatMap(({ rule, section, severity, check }) => check(certificate).map((message) => ({ rule, section, severity, message })));
}

function readable(der: Uint8Array): Certificate | LintFinding {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { rule: 'readable', section: '4.1', severity: 'error', message: `the certificate cannot be read: ${error.message}` };
  }
}
