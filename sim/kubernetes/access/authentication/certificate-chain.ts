import type { CryptoPort } from '../../../../base/env/crypto';
import type { Certificate } from '../../../../pki';
import { checkSignature } from '../../../../pki/algorithm/check-signature';
import { equalBytes } from '../../../../pki/bytes';
import { EXT_KEY_USAGE } from '../../../../pki/extension/ext-key-usage';
import { KEY_USAGE } from '../../../../pki/extension/key-usage';

/** The authority that vouches for a client's certificate, or why none does. */
export type Chain = { readonly authority: Certificate } | { readonly error: string };

/** x509's Verify for client certificates directly below one of `roots`, but for the time: RFC 5280, 6.1, as far as Go goes. */
export function findAuthority(leaf: Certificate, roots: readonly Certificate[], crypto: CryptoPort): Chain {
  if (leaf.unhandledCritical.length > 0) return { error: 'x509: unhandled critical extension' };
  if (!forClients(leaf)) return { error: 'x509: certificate specifies an incompatible key usage' };
  const trusted = roots.find((root) => equalBytes(root.raw, leaf.raw));
  if (trusted !== undefined) return { authority: trusted };
  const problems = roots
    .filter((root) => equalBytes(root.rawSubject, leaf.rawIssuer))
    .map((root) => ({ root, error: signedProblem(leaf, root, crypto) }));
  const good = problems.find(({ error }) => error === undefined);
  if (good !== undefined) return { authority: good.root };
  const hint =
    problems[0]?.error === undefined
      ? ''
      : ` (possibly because of "${problems[0].error}" while trying to verify candidate authority certificate)`;
  return { error: `x509: certificate signed by unknown authority${hint}` };
}

/** No usage at all means every usage. */
function forClients({ extKeyUsage, unknownExtKeyUsage }: Certificate): boolean {
  if (extKeyUsage.length === 0 && unknownExtKeyUsage.length === 0) return true;
  return extKeyUsage.includes(EXT_KEY_USAGE.clientAuth) || extKeyUsage.includes(EXT_KEY_USAGE.any);
}

function signedProblem(leaf: Certificate, root: Certificate, crypto: CryptoPort): string | undefined {
  const { basicConstraints, keyUsage, version } = root;
  // Without basic constraints, only certificates older than version 3 may sign.
  const authority = version === 3 ? basicConstraints?.isCa === true : basicConstraints?.isCa !== false;
  const maySign = keyUsage === 0 || (keyUsage & KEY_USAGE.keyCertSign) !== 0;
  if (!authority || !maySign) return 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
  if (!forClients(root)) return 'x509: certificate specifies an incompatible key usage';
  try {
    const signed = { algorithm: leaf.signatureAlgorithm, signed: leaf.rawTbs, signature: leaf.signature };
    checkSignature(signed, root.publicKey, { crypto, allowSha1: false });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
