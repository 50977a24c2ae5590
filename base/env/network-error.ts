export type NetworkFailure = 'dns' | 'refused' | 'reset' | 'timeout' | 'tls' | 'closed' | 'canceled' | 'malformed' | 'other';

/** No HTTP answer came, or it broke off. The message is what Go's net and crypto/tls would say, without the `Get "URL": ` in front. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(
    readonly failure: NetworkFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
