/** Of `create certificatesigningrequest NAME`; absent and empty are the same. */
export interface CreateRequestOptions {
  /** What stands on the command line beside the flags: one name. */
  readonly names: readonly string[];
  /** Manifest with one Certificate. */
  readonly certificateFile?: string;
  /** @default `<NAME>.key` */
  readonly keyFile?: string;
  /** Needs `fetch`. @default `<NAME>.crt` */
  readonly outputFile?: string;
  /** Wait for the certificate and write it. @default false */
  readonly fetch?: boolean;
  /** How long to wait, in milliseconds. @default 300000 */
  readonly timeout?: number;
}

/** The request's name. Throws an Error with cmctl's text when the options do not fit together. */
export function checkOptions({ names, certificateFile = '', keyFile = '', outputFile = '', fetch = false }: CreateRequestOptions): string {
  const [name, ...others] = names;
  if (name === undefined) throw new Error('the name of the CertificateSigningRequest to be created has to be provided as argument');
  if (others.length > 0) throw new Error('only one argument can be passed in: the name of the CertificateSigningRequest');
  if (certificateFile === '') {
    throw new Error(
      'the path to a YAML manifest of a Certificate resource cannot be empty, please specify by using --from-certificate-file or -f flag',
    );
  }
  if (keyFile !== '' && keyFile === outputFile) {
    throw new Error('the file to store private key cannot be the same as the file to store certificate');
  }
  if (outputFile !== '' && !fetch) {
    throw new Error(
      'cannot specify file to store certificate if not waiting for and fetching certificate, please set --fetch-certificate or -w flag',
    );
  }
  return name;
}
