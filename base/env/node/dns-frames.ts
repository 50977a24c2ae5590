/** RFC 1035 section 4.2.2: over a stream each message follows its length in two octets. */
export function frame(message: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(message.length + 2);
  framed.writeUInt16BE(message.length, 0);
  framed.set(message, 2);
  return framed;
}

/** Puts messages together again from the pieces that a stream comes in. */
export class FrameReader {
  private held = Buffer.alloc(0);

  /** The messages that are complete with this piece. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    this.held = Buffer.concat([this.held, chunk]);
    const messages: Uint8Array[] = [];
    while (this.held.length >= 2 && this.held.length >= 2 + this.held.readUInt16BE(0)) {
      const end = 2 + this.held.readUInt16BE(0);
      messages.push(this.held.subarray(2, end));
      this.held = this.held.subarray(end);
    }
    return messages;
  }
}
