import type { UserInfo } from '../../model/request-context';

/** Recognises callers by the certificate they showed in TLS. */
export interface ClientCertificates {
  /** `der` is the leaf; `now` in milliseconds. Undefined for a good certificate that names nobody. */
  identify(der: Uint8Array, now: number): { readonly user: UserInfo } | { readonly error: string } | undefined;
}
