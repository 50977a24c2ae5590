import type { Identifier } from '../model';
import type { AcmeServerOptions } from '../options';
import type { ProblemType } from '../problem';

/** What a validator is given. */
export interface Probe {
  readonly options: AcmeServerOptions;
  readonly identifier: Identifier;
  readonly token: string;
  /** RFC 8555 section 8.1. */
  readonly keyAuthorization: string;
}

/** Resolves when the challenge is met; rejects with a ValidationFailure when it is not. */
export type Validator = (probe: Probe) => Promise<void>;

/** What goes into the challenge's `error`. */
export class ValidationFailure extends Error {
  override readonly name = 'ValidationFailure';

  constructor(
    readonly type: ProblemType,
    message: string,
  ) {
    super(message);
  }
}

/** Where to connect: an address the resolver knows, or the name when the network resolves by itself. */
export async function addressOf({ options, identifier }: Probe): Promise<string> {
  const { resolver } = options;
  if (identifier.type === 'ip' || resolver.addresses === undefined) return identifier.value;
  const found = await resolver.addresses(identifier.value).catch((error: unknown) => {
    throw new ValidationFailure(
      'dns',
      `could not resolve "${identifier.value}": ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const [first] = found;
  if (first === undefined) throw new ValidationFailure('dns', `could not resolve "${identifier.value}"`);
  return first;
}
