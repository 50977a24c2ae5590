/** The one error of this room; the message is Go's text. */
export class PkiError extends Error {
  override readonly name = 'PkiError';
}

/** encoding/asn1: the bytes are no valid DER. */
export function syntaxError(message: string): PkiError {
  return new PkiError(`asn1: syntax error: ${message}`);
}

/** encoding/asn1: valid DER that does not fit what was asked for. */
export function structuralError(message: string): PkiError {
  return new PkiError(`asn1: structure error: ${message}`);
}
