// The baseline: node:https doing no more than must be done. Started as a process of its own, so that it shares no event loop with anybody.
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const [, , folder = '.'] = process.argv;
const get = readFileSync(`${folder}/get.json`);
const list = readFileSync(`${folder}/list.json`);
const headers = { 'content-type': 'application/json' };

const server = createServer({ cert: readFileSync(`${folder}/cert.pem`), key: readFileSync(`${folder}/key.pem`) }, (request, response) => {
  if (request.method === 'POST') receive(request, response);
  else answer(response, request.url === '/list' ? list : get);
});

function answer(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(body);
}

function receive(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(response, create(Buffer.concat(chunks).toString())));
}

/** Parses the object, checks the signature of its request with a freshly imported key, encodes it again. */
function create(text: string): Buffer {
  const object = JSON.parse(text) as { spec: { request: string } };
  const pem = Buffer.from(object.spec.request, 'base64').toString();
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const { signed, spki, signature } = takeApart(der);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  if (!verify('sha256', signed, key, signature)) throw new Error('the benchmark sent a request with a bad signature');
  return Buffer.from(JSON.stringify(object));
}

interface Element {
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

function element(der: Buffer, start: number): Element {
  const first = der[start + 1] ?? 0;
  if (first < 0x80) return { start, body: start + 2, end: start + 2 + first };
  const size = first & 0x7f;
  return { start, body: start + 2 + size, end: start + 2 + size + der.readUIntBE(start + 2, size) };
}

function takeApart(der: Buffer): { signed: Buffer; spki: Buffer; signature: Buffer } {
  const info = element(der, element(der, 0).body);
  const subject = element(der, element(der, info.body).end);
  const spki = element(der, subject.end);
  const signature = element(der, element(der, info.end).end);
  return {
    signed: der.subarray(info.start, info.end),
    spki: der.subarray(spki.start, spki.end),
    signature: der.subarray(signature.body + 1, signature.end),
  };
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
