import type { Gate } from '../engine/steps';

/** What each gate asks, as a reader would ask it. */
export const QUESTIONS: Readonly<Record<Gate, string>> = {
  'signer-name': "Is the signer one of cert-manager's?",
  'not-failed': 'Has it not failed?',
  'not-denied': 'Has nobody denied it?',
  approved: 'Has somebody approved it?',
  'not-issued': 'Is it still without a certificate?',
  'issuer-kind': 'Does the signer name an Issuer or a ClusterIssuer?',
  'issuer-exists': 'Does that issuer exist?',
  'issuer-type': 'Does the issuer have a type?',
  controller: 'Does a controller serve that type?',
  'may-reference': 'May the requester use that issuer?',
  'duration-valid': 'Can the requested duration be read?',
  'duration-minimum': 'Is the duration at least ten minutes?',
  'issuer-ready': 'Is the issuer ready?',
  'key-annotation': 'Does the request name the Secret with its key?',
  'secret-exists': 'Does the Secret exist?',
  'secret-valid': 'Can the Secret be used?',
  template: 'Can the request be turned into a certificate?',
  'key-match': "Is the Secret's key the request's?",
  signature: 'Will the signer sign?',
};
