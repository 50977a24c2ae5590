import { encodeBase64Url } from '../../../../base/base64url';
import { ValidationFailure, type Validator } from './probe';

/** RFC 8555 section 8.4: any TXT value may be the right one, since apex and wildcard share a name. */
export const validateDns01: Validator = async ({ options, identifier, keyAuthorization }) => {
  const name = `_acme-challenge.${identifier.value}`;
  const values = await options.resolver.txt(name).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    throw new ValidationFailure('unauthorized', `Error retrieving TXT records for DNS challenge ("${text}")`);
  });
  if (values.length === 0) throw new ValidationFailure('unauthorized', 'No TXT records found for DNS challenge');
  const digest = options.crypto.digest('SHA-256', new TextEncoder().encode(keyAuthorization));
  if (!values.includes(encodeBase64Url(digest))) {
    throw new ValidationFailure('unauthorized', 'Correct value not found for DNS challenge');
  }
};
