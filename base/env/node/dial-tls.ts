import type { TLSSocket } from 'node:tls';
import { NetworkError } from '../network-error';
import type { TlsDial, TlsPeer } from '../ports';
import { networkErrorOf } from './network-error';
import { urlHost } from '../../go/address';

/** Shakes hands and hangs up. The certificate is looked at by whoever asked, so nothing is refused here. */
export async function dialTls({ host, port, serverName, protocols, timeout }: TlsDial): Promise<TlsPeer> {
  const { connect } = await import('node:tls');
  const url = new URL(`https://${urlHost(host)}:${port}`);
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host, port, servername: serverName, ALPNProtocols: [...protocols], rejectUnauthorized: false });
    const timer = setTimeout(() => fail(new NetworkError('timeout', `dial tcp ${url.host}: i/o timeout`)), timeout);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    socket.once('error', (error) => fail(networkErrorOf(error, url)));
    socket.once('close', () => fail(new NetworkError('closed', 'EOF')));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()?.raw;
      if (certificate === undefined) {
        fail(new NetworkError('tls', 'tls: the server showed no certificate'));
        return;
      }
      clearTimeout(timer);
      const { alpnProtocol } = socket;
      resolve({ certificate, ...(typeof alpnProtocol === 'string' ? { protocol: alpnProtocol } : {}) });
      socket.end();
    });
  });
}
