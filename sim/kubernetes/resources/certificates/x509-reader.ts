/** What strategies ask of X.509. Failures are thrown as errors whose message is Go's text. */
export interface X509Reader {
  /** encoding/pem's Decode: the first block and what follows it, or nothing. */
  decodePem(text: Uint8Array): { readonly block: PemBlock; readonly rest: Uint8Array } | undefined;
  /** x509.ParseCertificateRequest and CheckSignature. */
  checkRequest(der: Uint8Array): void;
  /** x509.ParseCertificates: how many certificates stand in these bytes. */
  countCertificates(der: Uint8Array): number;
  /** tls.X509KeyPair on two PEM texts. */
  checkKeyPair(certificate: Uint8Array, key: Uint8Array): void;
}

export interface PemBlock {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}
