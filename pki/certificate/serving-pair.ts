import type { Clock } from '../../base/env/ports';
import { isIpAddress, parseAddress } from '../../base/go/address';
import type { SubjectAltNames } from '../extension/san';
import { generateSigningKey } from '../key/signing-key';
import { encodePem } from '../pem/encode';
import { parseCertificate } from './parse-certificate';
import { createSelfSignedCertificate, signCertificate, type SigningTools } from './simple';

/** PEM: what a server listens with, and the root that its clients are to trust. */
export interface ServingPair {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface ServingPairOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Common name of the root. */
  readonly authority: string;
  /** Common name of the server. */
  readonly server: string;
  /** Host names and IP addresses it is reached by. */
  readonly hosts: readonly string[];
  /** Seconds. @default ten years */
  readonly lifetime?: number;
}

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const TEN_YEARS = 10 * 365 * 24 * 3600;
// Clocks of clients may be a little behind.
const BACKDATED = 300;

/** A fresh root and a server's certificate from it. The root's key is forgotten: it signs nothing else. */
export function createServingPair(options: ServingPairOptions, tools: SigningTools): ServingPair {
  const { clock, authority, server, hosts, lifetime = TEN_YEARS } = options;
  const now = Math.floor(clock.now() / 1000);
  const validity = { notBefore: now - BACKDATED, notAfter: now + lifetime };
  const rootKey = generateSigningKey(P256, tools.random, tools.crypto);
  const root = createSelfSignedCertificate({ subject: { commonName: authority }, ...validity }, rootKey, tools);
  const key = generateSigningKey(P256, tools.random, tools.crypto);
  const template = { subject: { commonName: server }, role: 'server', ...validity, ...hostNames(hosts) } as const;
  const cert = signCertificate(template, key.publicKey, { certificate: parseCertificate(root), key: rootKey }, tools);
  return { ca: encodePem('CERTIFICATE', root), cert: encodePem('CERTIFICATE', cert), key: encodePem('PRIVATE KEY', key.pkcs8) };
}

/** Hosts as a certificate names them, each once: addresses (IPv4 or IPv6) as such, the rest as DNS names. */
export function hostNames(hosts: readonly string[]): Pick<SubjectAltNames, 'dnsNames' | 'ipAddresses'> {
  const all = [...new Set(hosts)];
  return {
    dnsNames: all.filter((host) => !isIpAddress(host)),
    ipAddresses: all.filter(isIpAddress).map((address) => parseAddress(address).octets),
  };
}
