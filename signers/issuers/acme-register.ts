import { goQuote } from '../../base/go';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { notSpoken } from '../engine/not-yet';
import { asError } from '../engine/outcome';
import type { SetupContext, SetupResult } from './setup';

/** Registers the account with the server, or finds it there. */
export async function registerAccount({ server = '' }: AcmeIssuer, { network }: SetupContext): Promise<SetupResult> {
  try {
    await network.fetch({ method: 'GET', url: server });
  } catch (error) {
    throw new Error(`Get ${goQuote(server)}: ${asError(error).message}`, { cause: error });
  }
  throw notSpoken('ACME');
}
