import type { ObjectMeta } from '../../kube/meta';

/** cert-manager.io/v1 Certificate, as far as a request is made from it. */
export interface Certificate {
  readonly metadata?: ObjectMeta;
  readonly spec?: CertificateSpec;
}

export interface CertificateSpec {
  readonly subject?: CertificateSubject;
  readonly literalSubject?: string;
  readonly commonName?: string;
  readonly duration?: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly uris?: readonly string[];
  readonly emailAddresses?: readonly string[];
  readonly otherNames?: readonly unknown[];
  readonly issuerRef?: { readonly name?: string; readonly kind?: string; readonly group?: string };
  readonly isCA?: boolean;
  readonly usages?: readonly string[];
  readonly privateKey?: { readonly encoding?: string; readonly algorithm?: string; readonly size?: number };
  readonly signatureAlgorithm?: string;
  readonly encodeUsagesInRequest?: boolean;
}

export interface CertificateSubject {
  readonly organizations?: readonly string[];
  readonly countries?: readonly string[];
  readonly organizationalUnits?: readonly string[];
  readonly localities?: readonly string[];
  readonly provinces?: readonly string[];
  readonly streetAddresses?: readonly string[];
  readonly postalCodes?: readonly string[];
  readonly serialNumber?: string;
}
