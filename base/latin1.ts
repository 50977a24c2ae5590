// Arguments of one call live on the stack.
const CHUNK = 4096;

/** The bytes of a text with one character a byte, as `atob` answers. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** One character a byte, also beyond ASCII, as `btoa` takes it. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(i, i + CHUNK)) as string;
  }
  return text;
}
