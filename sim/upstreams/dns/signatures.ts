import type { CryptoPort } from '../../../base/env/crypto';
import { RCODE } from '../../../base/dns/codes';
import { canonicalName } from '../../../base/dns/name';
import { FUDGE, TSIG_ALGORITHMS, tsigMac, withTsig, type Signed, type TsigKey } from '../../../base/dns/tsig';
import { Writer } from '../../../base/dns/writer';
import { equalBytes } from '../../../pki/bytes';

export interface Signatures {
  /** Undefined for a good signature, otherwise what is wrong with it (RFC 8945 section 5.2). */
  fault(request: Signed): SignatureFault | undefined;
  /** Signs an answer as far as it can be signed for what was wrong with the request. */
  sign(answer: Uint8Array, request: Signed, error: number): Uint8Array;
}

export interface SignatureFault {
  readonly rcode: number;
  /** The code inside the answer's own signature; 0 where the answer has none. */
  readonly error: number;
}

export interface SignatureOptions {
  readonly keys: readonly TsigKey[];
  readonly crypto: CryptoPort;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const LEAST_MAC = 10;

export function createSignatures({ keys, crypto, now }: SignatureOptions): Signatures {
  const keyOf = ({ keyName, algorithm }: Signed): TsigKey | undefined =>
    keys.find((key) => canonicalName(key.name) === keyName && canonicalName(key.algorithm) === algorithm && algorithm in TSIG_ALGORITHMS);
  return {
    fault(request) {
      const key = keyOf(request);
      if (key === undefined) return { rcode: RCODE.NOTAUTH, error: RCODE.BADKEY };
      const mac = tsigMac(request.unsigned, request, key, { crypto });
      const { length } = request.mac;
      if (length > mac.length || length < Math.max(LEAST_MAC, mac.length / 2)) return { rcode: RCODE.FORMERR, error: 0 };
      if (!equalBytes(mac.subarray(0, length), request.mac)) return { rcode: RCODE.NOTAUTH, error: RCODE.BADSIG };
      // The time counts only once it is known who said it.
      if (Math.abs(now() - request.time) > request.fudge) return { rcode: RCODE.NOTAUTH, error: RCODE.BADTIME };
      return length < mac.length ? { rcode: RCODE.NOTAUTH, error: RCODE.BADTRUNC } : undefined;
    },
    sign(answer, request, error) {
      const key = keyOf(request);
      const late = error === RCODE.BADTIME;
      const facts = {
        ...{ keyName: request.keyName, algorithm: request.algorithm, fudge: FUDGE, originalId: request.originalId, error },
        // RFC 8945 section 5.2.3: the client's own time, so that it takes the answer, and the server's beside it.
        ...(late ? { time: request.time, other: u48(now()) } : { time: now(), other: new Uint8Array(0) }),
      };
      const cannotSign = key === undefined || error === RCODE.BADSIG;
      const mac = cannotSign ? new Uint8Array(0) : tsigMac(answer, facts, key, { crypto, requestMac: request.mac });
      return withTsig(answer, facts, mac);
    },
  };
}

function u48(value: number): Uint8Array {
  const writer = new Writer();
  writer.number(value, 6);
  return writer.toBytes();
}
