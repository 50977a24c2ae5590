import type { HashName } from '../../../base/env/crypto';
import { equalBytes } from '../../../pki/bytes';
import { hmac } from '../../../pki';
import type { Call } from './call';
import { malformed, parseJws, payloadObject, readJwk, type JwsKey } from './jws';
import { AcmeProblem } from './problem';

const MACS: Readonly<Record<string, HashName>> = { HS256: 'SHA-256', HS384: 'SHA-384', HS512: 'SHA-512' };

/** RFC 8555 section 7.3.4: a JWS inside newAccount, made with a MAC key that was agreed on elsewhere. Returns it as it came. */
export function checkBinding({ authority, url }: Call, binding: unknown, accountKey: JwsKey): unknown {
  const { externalAccounts = {}, externalAccountRequired = false, crypto } = authority.options;
  if (binding === undefined || binding === null) {
    if (!externalAccountRequired) return undefined;
    const detail = "ACME server policy requires newAccount requests must include a value for the 'externalAccountBinding' field";
    throw new AcmeProblem('externalAccountRequired', detail);
  }
  if (Object.keys(externalAccounts).length === 0) return undefined;
  const { header, payload, input, signature } = parseJws(binding);
  const hash = MACS[String(header.alg)];
  if (hash === undefined) {
    throw new AcmeProblem(
      'badSignatureAlgorithm',
      `the 'alg' field is set to "${String(header.alg)}", which is not valid for external account binding`,
      {
        members: { algorithms: Object.keys(MACS) },
      },
    );
  }
  if (header.nonce !== undefined) throw malformed("the 'nonce' field must be absent in external account binding");
  if (header.url !== url) throw malformed("the 'url' field in external account binding differs from outer JWS");
  const kid = typeof header.kid === 'string' ? header.kid : '';
  if (kid === '') throw malformed("the 'kid' field is required in external account binding");
  const macKey = Object.hasOwn(externalAccounts, kid) ? externalAccounts[kid] : undefined;
  if (macKey === undefined) throw new AcmeProblem('unauthorized', "the field 'kid' references a key that is not known to the ACME server");
  if (!equalBytes(hmac(hash, macKey, input, crypto), signature)) {
    throw new AcmeProblem('unauthorized', 'external account binding JWS verification error: error in cryptographic primitive');
  }
  if (readJwk(payloadObject(payload), crypto).thumbprint !== accountKey.thumbprint) {
    throw new AcmeProblem('badPublicKey', 'external account binding payload key does not match account key authenticating request');
  }
  return binding;
}
