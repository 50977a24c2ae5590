import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock } from '../../../base/env/ports';
import type { HttpHeaders, HttpResponse } from '../../../base/env/http';
import type { JsonObject } from '../../../kube/json';
import type { GroupVersion } from '../../../kube/meta';
import type { Registry } from '../model/registry';
import { documentV2 } from './document-v2';
import { documentV3 } from './document-v3';
import { groupVersions } from './shared';

interface Published {
  readonly json: Uint8Array;
  /** Upper-case hex of the SHA-512 of the JSON, which addresses the document for ever. */
  readonly hash: string;
}

interface Options {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  /** `1.36`, as `info.version` says it. */
  readonly release: string;
}

const JSON_TYPE = 'application/json';
const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const YEAR = 365 * 24 * 3600 * 1000;

/** Serves `/openapi/v2` and `/openapi/v3/…`; documents are made when first asked for and again after the registry has changed. */
export class OpenApi {
  private revision = -1;
  private v2: { json: Published; protobuf?: Uint8Array } | undefined;
  private v3 = new Map<string, Published>();

  constructor(private readonly options: Options) {}

  /** The answer to a GET, or undefined when the path is none of OpenAPI's. `path` is without the query. */
  handle(path: string, query: URLSearchParams, headers: HttpHeaders): HttpResponse | undefined {
    if (path === '/openapi/v2') return this.answerV2(headers);
    if (path === '/openapi/v3') return this.index();
    if (!path.startsWith('/openapi/v3/')) return undefined;
    const gv = this.find(path.slice('/openapi/v3/'.length));
    return gv === undefined ? undefined : this.answerV3(path, this.documentV3(gv), { query, headers });
  }

  private answerV2(headers: HttpHeaders): HttpResponse {
    this.refresh();
    this.v2 ??= { json: this.publish(documentV2(this.options.registry, this.options.release)) };
    const { json } = this.v2;
    if (!wantsProtobuf(headers)) return answer(json.json, json.hash, headers, JSON_TYPE);
    this.v2.protobuf ??= encodeProtobuf(json);
    return answer(this.v2.protobuf, json.hash, headers, PROTOBUF_V2);
  }

  /** Text by its label although it is JSON, as upstream's file server guesses it. */
  private index(): HttpResponse {
    const paths: JsonObject = {};
    for (const gv of groupVersions(this.options.registry)) {
      const path = pathOf(gv);
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${this.documentV3(gv).hash}` };
    }
    const headers = { 'cache-control': 'no-cache, private', 'content-type': 'text/plain; charset=utf-8' };
    return { status: 200, headers, body: new TextEncoder().encode(JSON.stringify({ paths })) };
  }

  private answerV3(
    path: string,
    { json, hash }: Published,
    { query, headers }: { query: URLSearchParams; headers: HttpHeaders },
  ): HttpResponse {
    if (!acceptsJson(headers))
      return { status: 406, headers: { vary: 'Accept', 'cache-control': 'no-cache, private' }, body: new Uint8Array() };
    const response = answer(json, hash, headers, JSON_TYPE);
    const asked = query.get('hash');
    if (asked === null || asked === '') return response;
    if (asked !== hash) return { status: 301, headers: { ...response.headers, location: `${path}?hash=${hash}` }, body: new Uint8Array() };
    const expires = new Date(this.options.clock.now() + YEAR).toUTCString().replace('GMT', 'UTC');
    return { ...response, headers: { ...response.headers, 'cache-control': 'public, immutable', expires } };
  }

  private find(path: string): GroupVersion | undefined {
    return groupVersions(this.options.registry).find((gv) => pathOf(gv) === path);
  }

  private documentV3(gv: GroupVersion): Published {
    this.refresh();
    const cached = this.v3.get(pathOf(gv));
    if (cached !== undefined) return cached;
    const published = this.publish(documentV3(this.options.registry, gv, this.options.release));
    this.v3.set(pathOf(gv), published);
    return published;
  }

  private refresh(): void {
    if (this.revision === this.options.registry.revision) return;
    this.revision = this.options.registry.revision;
    this.v2 = undefined;
    this.v3 = new Map();
  }

  private publish(document: JsonObject): Published {
    const json = new TextEncoder().encode(JSON.stringify(document));
    const digest = this.options.crypto.digest('SHA-512', json);
    return {
      json,
      hash: [...digest]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase(),
    };
  }
}

function pathOf({ group, version }: GroupVersion): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function acceptsJson(headers: HttpHeaders): boolean {
  const accept = String(headers.accept ?? '*/*');
  return accept === '' || /application\/(json|\*)|\*\/\*/.test(accept);
}

/** Both spellings are in use: clients ask with `@`, the answer is named with a dot. */
function wantsProtobuf(headers: HttpHeaders): boolean {
  const accept = String(headers.accept ?? '');
  return /application\/com\.github\.proto-openapi\.spec\.v2[@.]v1\.0\+protobuf/.test(accept);
}

function encodeProtobuf({ json }: Published): Uint8Array {
  const { encodeV2 } = require('./protobuf-v2') as typeof import('./protobuf-v2');
  return encodeV2(JSON.parse(new TextDecoder().decode(json)) as JsonObject);
}

function answer(body: Uint8Array, hash: string, request: HttpHeaders, contentType: string): HttpResponse {
  const etag = `"${hash}"`;
  const headers = { etag, vary: 'Accept', 'cache-control': 'no-cache, private', 'content-type': contentType };
  if (request['if-none-match'] === etag) return { status: 304, headers: { etag, vary: 'Accept' }, body: new Uint8Array() };
  return { status: 200, headers, body };
}
