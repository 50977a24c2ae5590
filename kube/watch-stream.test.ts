import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BodySink } from '../base/env/http';
import type { WatchEvent } from './client';
import type { KubeObject } from './meta';
import { watchEvents } from './watch-stream';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const line = (name: string): string => `${JSON.stringify({ type: 'ADDED', object: { metadata: { name } } })}\n`;

async function names(chunks: readonly Uint8Array[], end?: Error): Promise<readonly (string | undefined)[]> {
  const body = {
    start(sink: BodySink) {
      for (const chunk of chunks) sink.write(chunk);
      sink.end(end);
      return () => undefined;
    },
  };
  const found: WatchEvent<KubeObject>[] = [];
  for await (const event of watchEvents(body, new AbortController().signal)) found.push(event);
  return found.map(({ object }) => object.metadata?.name);
}

describe('watch stream', () => {
  it('gives every line once however it is cut into chunks', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(400)), async (wanted, cuts) => {
        const whole = encode(wanted.map(line).join(''));
        const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
        const chunks = at.slice(1).map((end, index) => whole.slice(at[index], end));
        assert.deepEqual(await names(chunks), wanted);
      }),
    ));

  it('does not keep a chunk whose buffer the writer uses again', async () => {
    const buffer = encode(line('one'));
    const body = {
      start(sink: BodySink) {
        sink.write(buffer.subarray(0, 10));
        const rest = buffer.slice(10);
        buffer.fill(0);
        sink.write(rest);
        sink.end();
        return () => undefined;
      },
    };
    const found = [];
    for await (const event of watchEvents(body, new AbortController().signal)) found.push(event.object.metadata?.name);
    assert.deepEqual(found, ['one']);
  });

  it('throws an ERROR event as the ApiError it carries, after the events before it', async () => {
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, message: 'too old', reason: 'Expired', code: 410 };
    const found: string[] = [];
    const body = encode(`${line('a')}${JSON.stringify({ type: 'ERROR', object: status })}\n`);
    await assert.rejects(
      async () => {
        for await (const event of watchEvents(body, new AbortController().signal)) found.push(event.object.metadata?.name ?? '');
      },
      { name: 'ApiError', code: 410, message: 'too old' },
    );
    assert.deepEqual(found, ['a']);
  });

  it('says that a line was cut off', () =>
    assert.rejects(names([encode('{"type":"ADD')]), { message: 'the watch sent a line that is no JSON: {"type":"ADD' }));

  it('passes on why the connection broke, after the lines that came', () =>
    assert.rejects(names([encode(line('a'))], new Error('connection reset by peer')), { message: 'connection reset by peer' }));

  it('ends and cancels the stream when the signal aborts', async () => {
    const stop = new AbortController();
    let cancelled = 0;
    const body = {
      start: () => () => {
        cancelled++;
      },
    };
    const ended = (async () => {
      for await (const event of watchEvents(body, stop.signal)) assert.fail(`got ${event.type}`);
    })();
    stop.abort();
    await ended;
    assert.ok(cancelled > 0);
  });
});
