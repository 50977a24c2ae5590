export { acmeDnsDouble } from './acme-dns';
export type { AcmeDnsAccount } from './acme-dns';
export { createZone } from './zone';
export type { RecordType, Zone } from './zone';
export { createDnsServer, DEFAULT_KEYS, DEFAULT_ZONES } from './server';
export type { DnsServer, DnsServerOptions } from './server';
