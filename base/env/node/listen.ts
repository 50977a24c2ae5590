import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { urlHost } from '../../go/address';
import { isStream } from '../http';
import type { Handler, HttpRequest, HttpResponse, Peer } from '../http';
import { NetworkError } from '../network-error';
import type { Listener, ListenOptions } from '../ports';

// Longer than clients keep idle connections (Go: 90 s), so that it is never the server that closes one while a request is on its way.
const KEEP_ALIVE = 120_000;

/**
 * Serves a handler over HTTP or HTTPS. A client certificate is asked for but never checked here: that is the handler's business. A handler
 * that rejects with a NetworkError breaks the connection without an answer.
 */
export async function listen(options: ListenOptions, handler: Handler): Promise<Listener> {
  const server = await createServer(options, requestListener(handler));
  server.keepAliveTimeout = KEEP_ALIVE;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    host: options.host,
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://${urlHost(options.host)}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A handler as node's servers, and frameworks upon them, call one. */
export function requestListener(handler: Handler): RequestListener {
  return (request, response) => void answer({ handler, request, response });
}

async function createServer({ tls }: ListenOptions, listener: RequestListener): Promise<Server> {
  if (tls === undefined) return (await import('node:http')).createServer(listener);
  const { createServer: createTlsServer } = await import('node:https');
  const { cert, key, requestClientCertificate = false } = tls;
  return createTlsServer({ cert, key, requestCert: requestClientCertificate, rejectUnauthorized: false }, listener);
}

interface Exchange {
  readonly handler: Handler;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer({ handler, request, response }: Exchange): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    reply(response, await handler(await readRequest(request, gone.signal), peerOf(request)));
  } catch (error) {
    if (response.headersSent || gone.signal.aborted || error instanceof NetworkError) response.destroy();
    else reply(response, { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: encode(`${String(error)}\n`) });
  }
}

async function readRequest(request: IncomingMessage, signal: AbortSignal): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: headersOf(request),
    ...(hasBody(request, chunks) ? { body: Buffer.concat(chunks) } : {}),
    signal,
  };
}

function hasBody(request: IncomingMessage, chunks: readonly Buffer[]): boolean {
  return chunks.length > 0 || 'content-length' in request.headers || 'transfer-encoding' in request.headers;
}

/** Node joins repeated headers with commas; the protocol above wants to see each. */
function headersOf(request: IncomingMessage): HttpRequest['headers'] {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.length === 1 ? values[0] : values]),
  );
}

const certificates = new WeakMap<object, Uint8Array>();

function peerOf({ socket }: IncomingMessage): Peer {
  const address = socket.remoteAddress;
  const certificate = 'getPeerX509Certificate' in socket ? clientCertificate(socket as TLSSocket) : undefined;
  return { ...(address === undefined ? {} : { address }), ...(certificate === undefined ? {} : { clientCertificate: certificate }) };
}

function clientCertificate(socket: TLSSocket): Uint8Array | undefined {
  const known = certificates.get(socket);
  if (known !== undefined) return known;
  const raw = socket.getPeerX509Certificate()?.raw;
  if (raw !== undefined) certificates.set(socket, raw);
  return raw;
}

function reply(response: ServerResponse, { status, statusText, headers, body }: HttpResponse): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (!isStream(body) && status !== 204 && status !== 304) response.setHeader('content-length', body.length);
  if (statusText === undefined) response.writeHead(status);
  else response.writeHead(status, statusText);
  if (!isStream(body)) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  const cancel = body.start({
    write: (chunk) => response.write(chunk),
    end: (error) => (error === undefined ? response.end() : response.destroy(error)),
    onDrain: (callback) => response.once('drain', callback),
  });
  response.once('close', cancel);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
