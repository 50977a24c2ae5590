/** One HTTP message model for everything that answers or asks without a socket: the API server, the simulated authorities, the clients. */

/** Lower-case names; a repeated header is a list in the order it was sent. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpRequest {
  /** Upper case, as on the request line. */
  readonly method: string;
  /** Path with the raw query, as on the request line: `/api/v1/namespaces?limit=1`. */
  readonly path: string;
  readonly headers: HttpHeaders;
  /** Absent when the request has no body. */
  readonly body?: Uint8Array;
  /** Aborted when the peer is gone. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Only for protocols whose clients read it (Venafi TPP); the standard phrase otherwise. */
  readonly statusText?: string;
  readonly headers: HttpHeaders;
  readonly body: Uint8Array | BodyStream;
}

/** A body that is written over time, such as a watch. Nothing happens before `start`; it ends by `sink.end` or by the returned cancel. */
export interface BodyStream {
  start(sink: BodySink): () => void;
}

export interface BodySink {
  /** False asks the writer to wait for `onDrain`. */
  write(chunk: Uint8Array): boolean;
  /** With an error when the body broke off; only clients see that. */
  end(error?: Error): void;
  onDrain(callback: () => void): void;
}

/** What the transport knows of the other side. */
export interface Peer {
  /** DER of the client's certificate when TLS asked for one and got it; not verified yet. */
  readonly clientCertificate?: Uint8Array;
  /** Set by in-process callers that are trusted as somebody: no credentials are looked for. */
  readonly user?: {
    readonly name: string;
    readonly uid?: string;
    readonly groups: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  readonly address?: string;
}

export type Handler = (request: HttpRequest, peer: Peer) => Promise<HttpResponse>;

export function isStream(body: HttpResponse['body']): body is BodyStream {
  return 'start' in body;
}
