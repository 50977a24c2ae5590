import type { Certificate } from '../certificate/parse-certificate';
import type { Extension } from '../extension/extension';

export interface LintFinding {
  /** Stable, kebab-case. */
  readonly rule: string;
  /** Of RFC 5280, or the name of another RFC. */
  readonly section: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong and why that matters, without a full stop. */
  readonly message: string;
}

export interface LintRule extends Omit<LintFinding, 'message'> {
  /** One message for each violation. */
  readonly check: (certificate: Certificate) => readonly string[];
}

/** The message, when the condition does not hold. */
export function unless(holds: boolean, message: string): readonly string[] {
  return holds ? [] : [message];
}

export function extensionOf({ extensions }: Certificate, oid: string): Extension | undefined {
  return extensions.find((extension) => extension.oid === oid);
}

export function isAuthority({ basicConstraints }: Certificate): boolean {
  return basicConstraints?.isCa === true;
}
