import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzip } from 'node:zlib';
import { isStream, type BodyStream, type Handler, type HttpHeaders, type HttpResponse, type Peer } from '../../../base/env/http';
import { urlHost } from '../../../base/go/address';

export interface ServeOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Serving {
  readonly port: number;
  readonly url: string;
  /** Ends watches at once, lets the rest finish, resolves when all is closed. */
  close(): Promise<void>;
}

// kube-apiserver's limit; what is longer is refused before it is read to the end.
const BODY_LIMIT = 3 << 20;
// What is under way when the server closes gets this long (milliseconds).
const GRACE = 300;
const IDLE_LOOK = 10;
const GZIP_FROM = 128 << 10;

/** Serves an API server's `handle` over HTTPS. Client certificates are asked for and left to the handler to judge. */
export async function serveHttps(handler: Handler, { host, port, cert, key }: ServeOptions): Promise<Serving> {
  const streams = new Set<() => void>();
  const server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false, keepAlive: true }, (request, response) =>
    receive({ handler, request, response, streams }),
  );
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, url: `https://${urlHost(host)}:${address.port}`, close: () => close(server, streams) };
}

interface Exchange {
  readonly handler: Handler;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly streams: Set<() => void>;
}

const BODILESS = new Set(['GET', 'HEAD']);

function receive(exchange: Exchange): void {
  const { request } = exchange;
  if (
    BODILESS.has(request.method ?? '') &&
    request.headers['content-length'] === undefined &&
    request.headers['transfer-encoding'] === undefined
  ) {
    void answer(exchange, undefined);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    // One byte too many is enough for the handler to see that the limit is passed.
    if (length <= BODY_LIMIT + chunk.length) chunks.push(chunk);
  });
  request.on('end', () => void answer(exchange, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
}

async function answer({ handler, request, response, streams }: Exchange, body: Uint8Array | undefined): Promise<void> {
  try {
    const message = { method: request.method ?? 'GET', path: request.url ?? '/', headers: headersOf(request) };
    const result = await handler(body === undefined ? message : { ...message, body }, peerOf(request.socket));
    await reply({ request, response, streams }, result);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${String(error)}\n`);
  }
}

/** Node joins repeated headers with commas, which is wrong for those that may hold one. */
function headersOf(request: IncomingMessage): HttpHeaders {
  const { headers } = request;
  for (const name in headers) if (name.startsWith('impersonate-')) return { ...headers, ...repeated(request.headersDistinct) };
  return headers;
}

function repeated(distinct: IncomingMessage['headersDistinct']): HttpHeaders {
  return Object.fromEntries(Object.entries(distinct).filter(([name]) => name.startsWith('impersonate-')));
}

const peers = new WeakMap<object, Peer>();

/** What a TLS socket has beyond a plain one. */
interface Connection {
  readonly remoteAddress?: string | undefined;
  getPeerX509Certificate?(): { readonly raw: Uint8Array } | undefined;
}

/** One object per connection, so that whoever judges it can remember the result. */
function peerOf(socket: Connection): Peer {
  const known = peers.get(socket);
  if (known !== undefined) return known;
  const raw = socket.getPeerX509Certificate?.()?.raw;
  const address = socket.remoteAddress;
  const peer: Peer = { ...(address === undefined ? {} : { address }), ...(raw === undefined ? {} : { clientCertificate: raw }) };
  peers.set(socket, peer);
  return peer;
}

async function reply({ request, response, streams }: Omit<Exchange, 'handler'>, { status, headers, body }: HttpResponse): Promise<void> {
  if (isStream(body)) {
    response.writeHead(status, flat(headers));
    response.flushHeaders();
    stream(response, streams, body);
    return;
  }
  if (body.length > GZIP_FROM && acceptsGzip(request)) {
    const packed = await compressed(body);
    const list = flat(headers);
    list.push('content-encoding', 'gzip', 'vary', 'Accept-Encoding', 'content-length', String(packed.length));
    response.writeHead(status, list).end(packed);
    return;
  }
  const list = flat(headers);
  if (status !== 304) list.push('content-length', String(body.length));
  response.writeHead(status, list).end(status === 304 ? undefined : body);
}

function stream(response: ServerResponse, streams: Set<() => void>, body: BodyStream): void {
  const end = (): void => {
    cancel();
    response.end();
  };
  const cancel = body.start({
    write: (chunk) => response.write(chunk),
    end: () => response.end(),
    onDrain: (callback) => response.once('drain', callback),
  });
  streams.add(end);
  response.once('close', () => {
    streams.delete(end);
    cancel();
  });
}

function flat(headers: HttpHeaders): string[] {
  const list: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') list.push(name, value);
    else for (const one of value ?? []) list.push(name, one);
  }
  return list;
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding'];
  return typeof accepted === 'string' && accepted.includes('gzip');
}

function compressed(body: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(body, { level: 4 }, (error, packed) => (error === null ? resolve(packed) : reject(error)));
  });
}

function close(server: Server, streams: Set<() => void>): Promise<void> {
  for (const end of [...streams]) end();
  return new Promise((resolve) => {
    // A connection is idle only once its last answer is written, some turns from now.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK);
    const force = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
