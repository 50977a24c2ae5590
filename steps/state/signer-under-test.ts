import type { CertificateSigningRequest } from '../../kube/types/certificates';

/** The signer that the conformance features are held against. Travels to the steps as cucumber's world parameter `signer`. */
export interface SignerUnderTest {
  /** A kubeconfig file of somebody who may create, approve and delete requests. */
  readonly kubeconfig: string;
  readonly signerName: string;
  /** Capabilities that the signer does not claim, each with the reason that the report gives. */
  readonly unsupported: Readonly<Record<string, string>>;
  readonly patience: Patience;
  /** A request that this signer must refuse; absent for cert-manager's signers, which refuse a duration that is none. */
  readonly unsignable?: CertificateSigningRequest;
}

/** Milliseconds. */
export interface Patience {
  /** How long a signer may take. */
  readonly atMost: number;
  /** How long it is given to do what it must not do. */
  readonly settle: number;
}

/** What the steps of one scenario did and saw; attached to it as JSON of MEDIA_TYPE. */
export interface ScenarioRecord {
  /** Names of the CertificateSigningRequests. */
  readonly requests: readonly string[];
  readonly timeline: readonly Moment[];
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly what: string;
}

export const RECORD_MEDIA_TYPE = 'application/vnd.csrlab.record+json';
/** Text of an attachment that says why a scenario was not held against the signer. */
export const UNSUPPORTED_MEDIA_TYPE = 'text/vnd.csrlab.unsupported';

/** The user agent of everything that the steps send. */
export const SUITE = 'csrlab-features';
