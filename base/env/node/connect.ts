import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { urlHost } from '../../go/address';
import { NetworkError } from '../network-error';
import type { TlsOptions } from '../ports';
import { certificateFault } from './certificate-fault';

/** Milliseconds. */
export interface ConnectLimits {
  /** @default 30,000, as Go's clients have it */
  readonly dialTimeout?: number;
  /** Once connected. @default 10,000, as Go's clients have it */
  readonly handshakeTimeout?: number;
}

const KEEP_ALIVE = 30_000;

type Connector = (options: buildConnector.Options, callback: buildConnector.Callback) => void;

/** Opens connections for undici with the limits of Go's clients, and says what went wrong in Go's words. */
export function connector(tls: TlsOptions, { dialTimeout = 30_000, handshakeTimeout = 10_000 }: ConnectLimits): Connector {
  return ({ hostname, port, protocol }, callback) => {
    const isTls = protocol === 'https:';
    const where = { host: hostname, port: Number(port === '' ? (isTls ? 443 : 80) : port), noDelay: true };
    const socket = isTls ? connectTls({ ...where, ...tlsOptions(tls, hostname) }) : connectTcp(where);
    socket.setKeepAlive(true, KEEP_ALIVE);
    const until = (milliseconds: number, message: string): NodeJS.Timeout =>
      setTimeout(() => socket.destroy(new NetworkError('timeout', message)), milliseconds);
    let timer = until(dialTimeout, `dial tcp ${urlHost(hostname)}:${where.port}: i/o timeout`);
    let done = false;
    const finish = (result: Error | Socket): void => {
      clearTimeout(timer);
      if (done) return;
      done = true;
      if (result instanceof Error) callback(result, null);
      else callback(null, result);
    };
    socket.once('connect', () => {
      clearTimeout(timer);
      if (!isTls) return finish(socket);
      timer = until(handshakeTimeout, 'net/http: TLS handshake timeout');
    });
    socket.once('secureConnect', () => {
      const fault = tls.insecureSkipVerify === true ? undefined : faultOf(socket as TLSSocket, tls.serverName ?? hostname);
      if (fault === undefined) finish(socket);
      else socket.destroy(fault);
    });
    socket.on('error', finish);
  };
}

function tlsOptions({ ca, cert, key, serverName }: TlsOptions, hostname: string): object {
  return {
    // Looked at once the connection is there, before anything is sent: the certificate says more than OpenSSL's verdict.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    servername: serverName ?? (isIP(hostname) === 0 ? hostname : ''),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Undefined when the server is trusted. */
function faultOf(socket: TLSSocket, host: string): NetworkError | undefined {
  if (socket.authorized) return undefined;
  const message = certificateFault(socket.getPeerX509Certificate(), host, Date.now());
  return new NetworkError('tls', message, { cause: socket.authorizationError });
}
