import type { CryptoPort } from '../../../../base/env/crypto';
import type { Clock, Network, Random } from '../../../../base/env/ports';
import { createSelfSignedCertificate, encodePem, generateSigningKey, parseCertificate, signCertificate } from '../../../../pki';
import { serveAuthority, type AuthorityListeners, type ServeAuthorityOptions } from '../../common';
import type { AcmeServer } from '../server';

export interface ServeAcmeOptions extends Pick<ServeAuthorityOptions, 'host' | 'port' | 'controlPort' | 'warn'> {
  readonly network: Pick<Network, 'listen'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
}

export interface ServedAcme extends AuthorityListeners {
  /** URL to give to clients. */
  readonly directory: string;
  /** PEM of the root that the listener's own certificate chains to: nothing that is issued does. */
  readonly tlsRoot: string;
}

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const YEAR = 365 * 24 * 3600;
const LOOPBACK = Uint8Array.of(127, 0, 0, 1);

/** Serves an ACME authority over HTTPS with a root of its own, as ACME clients insist on. */
export async function serveAcme({ handle, control }: AcmeServer, options: ServeAcmeOptions): Promise<ServedAcme> {
  const { clock, crypto, random, host = '127.0.0.1' } = options;
  const tools = { random: random.stream('acme-listener'), crypto };
  const now = Math.floor(clock.now() / 1000);
  const validity = { notBefore: now - 300, notAfter: now + YEAR };
  const rootKey = generateSigningKey(P256, tools.random, crypto);
  const root = createSelfSignedCertificate({ subject: { commonName: 'csrlab ACME test listener root' }, ...validity }, rootKey, tools);
  const key = generateSigningKey(P256, tools.random, crypto);
  const names = { dnsNames: ['localhost'], ipAddresses: [LOOPBACK] };
  const leaf = { subject: { commonName: 'csrlab ACME test listener' }, role: 'server', ...names, ...validity } as const;
  const cert = signCertificate(leaf, key.publicKey, { certificate: parseCertificate(root), key: rootKey }, tools);
  const tls = { cert: encodePem('CERTIFICATE', cert), key: encodePem('PRIVATE KEY', key.pkcs8) };
  const listeners = await serveAuthority({ ...options, handle, control, host, tls });
  return { ...listeners, directory: `${listeners.protocol.url}/dir`, tlsRoot: encodePem('CERTIFICATE', root) };
}
