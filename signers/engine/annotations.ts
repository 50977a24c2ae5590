export const DURATION_ANNOTATION = 'experimental.cert-manager.io/request-duration';

/** Exactly `true` asks for a CA certificate; everything else means false. */
export const IS_CA_ANNOTATION = 'experimental.cert-manager.io/request-is-ca';

/** SelfSigned: the Secret with the key to sign with. */
export const PRIVATE_KEY_ANNOTATION = 'experimental.cert-manager.io/private-key-secret-name';
