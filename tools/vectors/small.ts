import { formatDuration, parseDuration } from '../../base/go';
import { decodePem, toHex } from '../../pki';
import { MINIMUM_DURATION, requestedDuration } from '../../signers/engine/duration';
import { issuerKind, parseSignerName } from '../../signers/engine/signer-name';
import { bytes, list, record, same, text, type Check, type Vector } from './check';

const SECOND = 1_000_000_000n;

export const checkDurationText: Check = (vector) => {
  const input = vector.inputBase64 === undefined ? text(vector.input) : bytes(vector.inputBase64);
  const expected = {
    error: vector.error,
    nanoseconds: vector.nanoseconds,
    string: vector.string,
    belowMinimum: vector.belowMinimum,
    annotationError: typeof input === 'string' ? vector.annotationError : undefined,
  };
  return same(parsedDuration(input), expected);
};

function parsedDuration(input: string | Uint8Array): Vector {
  const nothing = { error: undefined, nanoseconds: undefined, string: undefined, belowMinimum: undefined, annotationError: undefined };
  try {
    const duration = parseDuration(input);
    const string = formatDuration(duration);
    return { ...nothing, nanoseconds: duration.toString(), string, belowMinimum: duration < MINIMUM_DURATION };
  } catch (error) {
    return { ...nothing, error: messageOf(error), annotationError: typeof input === 'string' ? annotationError(input) : undefined };
  }
}

function annotationError(input: string): string {
  try {
    requestedDuration({ metadata: { annotations: { 'experimental.cert-manager.io/request-duration': input } } });
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// The recording prints the number of whole seconds as if it were nanoseconds.
export const checkDurationFormat: Check = (vector) => {
  const duration = BigInt(text(vector.nanoseconds));
  const half = duration < 0n ? -SECOND / 2n : SECOND / 2n;
  const rounded = ((duration + half) / SECOND) * SECOND;
  const fits = BigInt.asIntN(64, rounded) === rounded;
  return same(
    { string: formatDuration(duration), roundedSeconds: formatDuration((fits ? rounded : duration) / SECOND) },
    { string: vector.string, roundedSeconds: vector.roundedSeconds },
  );
};

export const checkSignerName: Check = (vector) => {
  const found = parseSignerName(text(vector.input));
  const kind = found === undefined ? undefined : issuerKind(found.type);
  const { namespace = '', name = '', type = '', group = '' } = found ?? {};
  return same(
    { ok: found !== undefined, namespace, issuerName: name, type, group, kind: kind ?? '', kindOk: kind !== undefined },
    {
      ...{ ok: vector.ok, namespace: vector.namespace, issuerName: vector.issuerName, type: vector.type, group: vector.group },
      ...{ kind: vector.kind, kindOk: vector.kindOk },
    },
  );
};

export const checkPem: Check = (vector) => {
  const found: unknown[] = [];
  for (let decoded = decodePem(bytes(vector.inputBase64)); decoded !== undefined; decoded = decodePem(decoded.rest)) {
    const { block, rest } = decoded;
    found.push({ type: block.type, headers: Object.fromEntries(block.headers), bytes: toHex(block.bytes), restLength: rest.length });
  }
  const expected = list(record(vector.expected).blocks).map((block) => ({ headers: {}, ...record(block) }));
  return same(found, expected);
};
