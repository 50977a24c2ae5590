import type { Handler, HttpHeaders, HttpResponse } from './http';

/** Time as everything but the adapters sees it. */
export interface Clock {
  /** Milliseconds since 1970, with a fraction where the source has one. */
  now(): number;
  /** Runs `callback` once, `delay` milliseconds from now (0 or less: as soon as possible). A pending timer keeps no process alive. */
  setTimer(delay: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** Randomness by purpose: a draw from one stream never moves another. */
export interface Random {
  stream(label: string, key?: string): RandomStream;
}

export interface RandomStream {
  bytes(length: number): Uint8Array;
  /** 0 <= n < below. */
  integer(below: number): number;
  /** Version 4, lower case. */
  uuid(): string;
}

/** Work that is asynchronous by nature. Deterministic environments release completions in the order of submission. */
export interface Effects {
  run<T>(label: string, work: () => Promise<T>): Promise<T>;
  /** Submitted and not yet released. */
  readonly pending: number;
}

export interface TlsOptions {
  /** PEM bundle to trust in place of the system's. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly insecureSkipVerify?: boolean;
}

export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: HttpHeaders;
  readonly body?: Uint8Array;
  readonly tls?: TlsOptions;
  readonly signal?: AbortSignal;
  /** Until the headers are there. No limit by default. */
  readonly timeout?: number;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Plain HTTP when absent. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly requestClientCertificate?: boolean };
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Stops accepting, ends what is open, resolves when all is closed. */
  close(): Promise<void>;
}

export type DnsTransport = 'udp' | 'tcp';

/** What a name server makes of one message; undefined is silence. */
export type DnsHandler = (message: Uint8Array, transport: DnsTransport) => Promise<Uint8Array | undefined>;

export interface DnsExchange {
  readonly transport: DnsTransport;
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  readonly message: Uint8Array;
  /** Milliseconds until the answer is there. */
  readonly timeout: number;
}

export interface TlsDial {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** What is asked for by SNI. */
  readonly serverName: string;
  /** ALPN protocols, the preferred one first. */
  readonly protocols: readonly string[];
  /** Milliseconds until the handshake is done. */
  readonly timeout: number;
}

/** What a handshake showed. Nothing of it is verified. */
export interface TlsPeer {
  /** DER of the server's own certificate. */
  readonly certificate: Uint8Array;
  /** Absent when the server chose none. */
  readonly protocol?: string;
}

export interface Network {
  /** Rejects only when no HTTP answer came; redirects are not followed. */
  fetch(request: FetchRequest): Promise<HttpResponse>;
  listen(options: ListenOptions, handler: Handler): Promise<Listener>;
  /** Addresses of a name, in the resolver's order. */
  resolve(name: string): Promise<readonly string[]>;
  /** A TLS handshake and no more. @default nobody can be dialled */
  dialTls?(dial: TlsDial): Promise<TlsPeer>;
  /** One DNS message there and the one with its id back; rejects with a NetworkError. @default no name server can be asked */
  exchangeDns?(exchange: DnsExchange): Promise<Uint8Array>;
  /** Answers DNS over UDP and TCP at one port. @default nobody can listen */
  listenDns?(options: Pick<ListenOptions, 'host' | 'port'>, handler: DnsHandler): Promise<Omit<Listener, 'url'>>;
  /** The name servers this machine asks, as `host:port`. @default none are known */
  nameservers?(): readonly string[];
}

/** Everything a process would otherwise reach for by itself, handed in as one object. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly effects: Effects;
  readonly network: Network;
}
