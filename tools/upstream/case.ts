import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { KubeObject } from '../../kube';

/** One recording of what an engine sent to an upstream and wrote into the cluster. */
export interface UpstreamCase {
  readonly name: string;
  readonly title: string;
  readonly notes?: readonly string[] | string;
  /** Occurs literally in objects, messages and answers. */
  readonly upstreamBase: string;
  readonly issuer: KubeObject;
  readonly csr?: KubeObject;
  readonly steps: readonly Step[];
  readonly sent: readonly SentRequest[];
  readonly result: CaseResult;
}

export interface Step {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly do: 'create' | 'approve' | 'update' | 'delete';
  /** A manifest, or the name of the member of the case that holds it. */
  readonly object?: KubeObject | string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** What an update changed, in words. */
  readonly change?: string;
}

export interface SentRequest {
  readonly at: number;
  readonly during: 'issuer' | 'signing';
  readonly by?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly tlsClientCertificate?: unknown;
  readonly sni?: string;
  readonly answer?: RecordedAnswer;
}

export interface RecordedAnswer {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayedMs?: number;
  /** The server never answered. */
  readonly never?: boolean;
  /** The server closed the connection instead of answering. */
  readonly connection?: string;
}

export interface CaseResult {
  readonly csr?: { readonly object: KubeObject };
  readonly issuer?: { readonly object: KubeObject; readonly states: readonly { readonly status?: unknown }[] };
  readonly events: readonly RecordedEvent[];
}

export interface RecordedEvent {
  readonly on: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly component?: string;
}

/** The cases of a folder and of the folders in it, by name: `vault/token-ok`. Files may be compressed. */
export function readCases(folder: string, prefix = ''): readonly UpstreamCase[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return readCases(file, `${prefix}${entry.name}/`);
    return /\.json(\.gz)?$/.test(entry.name) ? readCaseFile(file, prefix) : [];
  });
}

/** A file holds one case, or several by their names. */
function readCaseFile(file: string, prefix: string): readonly UpstreamCase[] {
  const bytes = readFileSync(file);
  const parsed: unknown = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  const name = basename(file).replace(/\.json(\.gz)?$/, '');
  if (isCase(parsed)) return [{ ...parsed, name: `${prefix}${name}` }];
  return Object.entries(parsed as Record<string, unknown>).flatMap(([inner, one]) =>
    isCase(one) ? [{ ...one, name: `${prefix}${name}/${inner}` }] : [],
  );
}

function isCase(value: unknown): value is UpstreamCase {
  return typeof value === 'object' && value !== null && 'upstreamBase' in value && 'sent' in value;
}
