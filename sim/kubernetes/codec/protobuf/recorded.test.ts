import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeBody, decodeMessage, encodeJson, encodeMessage, openEnvelope, sealRaw, watchFrame, withTypeMeta } from '..';
import { isObject } from '../../../../kube/json';
import { apiVersionOf, parseApiVersion } from '../../../../kube/meta';
import { builtInType } from '../../schema';
import { canonicalObject } from '../decode-json';
import type { JsonObject } from '../../../../kube/json';
import type { GroupVersionKind } from '../../../../kube/meta';
import type { StructNode } from '../../schema/type-node';

interface Recording {
  readonly title: string;
  readonly direction: 'request' | 'response';
  readonly contentType: string;
  readonly base64: string;
  readonly json: JsonObject | readonly WatchEvent[];
  readonly frames?: readonly string[];
}

interface WatchEvent {
  readonly type: string;
  readonly object: JsonObject;
}

const FOLDER = path.join(__dirname, '../../../../fixtures/recorded/wire');
const MAGIC = 'azhzA'; // k8s and a zero byte

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

const recordings = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, Recording] => [file, JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Recording]);
// A custom resource is refused as protobuf with a Status, while its JSON is recorded.
const messages = recordings.filter(
  ([, { base64, json }]) => base64?.startsWith(MAGIC) && isObject(json) && openEnvelope(bytesOf(base64)).kind === json.kind,
);
const watches = recordings.filter(([, recording]) => recording.frames !== undefined && recording.contentType.includes('protobuf'));

function describeKind(object: JsonObject): { gvk: GroupVersionKind; type: StructNode } {
  const { kind = '', apiVersion = 'v1' } = object as { kind?: string; apiVersion?: string };
  const gvk = { ...parseApiVersion(apiVersion), kind };
  const type = builtInType(gvk);
  assert.ok(type, `${apiVersion} ${kind}`);
  return { gvk, type };
}

/** The object of a JSON answer as it is in memory. */
function memoryOf(json: JsonObject, type: StructNode): JsonObject {
  const object = untyped(json);
  // In protobuf the items of a list carry no kind.
  if (!Array.isArray(object.items)) return canonicalObject(object, type);
  return canonicalObject({ ...object, items: object.items.map((item) => (isObject(item) ? untyped(item) : item)) }, type);
}

function untyped(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'kind' && key !== 'apiVersion'));
}

describe('recorded protobuf', () => {
  it('has recordings of both directions', () => {
    const count = (direction: string): number => messages.filter(([, recording]) => recording.direction === direction).length;
    assert.ok(count('request') >= 50 && count('response') >= 40 && watches.length >= 3);
  });

  for (const [file, { direction, base64, json }] of messages) {
    if (direction !== 'request') continue;
    it(`decodes ${file}`, () => {
      assert.ok(isObject(json));
      const { gvk, type } = describeKind(json);
      const { object } = decodeBody(bytesOf(base64), 'application/vnd.kubernetes.protobuf', { gvk, type }, 'Strict');
      assert.deepEqual(JSON.parse(withTypeMeta(encodeJson(object, type), gvk)), json);
    });
  }

  for (const [file, { base64, json }] of messages) {
    it(`encodes ${file}`, () => {
      assert.ok(isObject(json));
      const { gvk, type } = describeKind(json);
      const { apiVersion } = openEnvelope(bytesOf(base64));
      const sealed = sealRaw(encodeMessage(memoryOf(json, type), type), apiVersion, gvk.kind);
      assert.equal(Buffer.from(sealed).toString('base64'), base64);
    });
  }

  for (const [file, { frames = [], base64, json }] of watches) {
    it(`encodes the events of ${file}`, () => {
      assert.ok(Array.isArray(json));
      const stream = (json as readonly WatchEvent[]).map(({ type: event, object }) => {
        const { gvk, type } = describeKind(object);
        return Buffer.from(watchFrame(event, sealRaw(encodeMessage(memoryOf(object, type), type), apiVersionOf(gvk), gvk.kind)));
      });
      assert.equal(stream.length, frames.length);
      assert.equal(Buffer.concat(stream).toString('base64'), base64);
    });
  }

  it('reads back what it writes', () => {
    for (const [, { base64, json }] of messages) {
      assert.ok(isObject(json));
      const { type } = describeKind(json);
      const { raw } = openEnvelope(bytesOf(base64));
      assert.deepEqual(encodeMessage(canonicalObject(decodeMessage(raw, type), type), type), raw);
    }
  });
});
