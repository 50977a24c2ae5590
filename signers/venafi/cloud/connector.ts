import { asError } from '../../engine/outcome';
import { bodyText } from '../../http';
import type { Answered } from '../../http';
import { AuthError } from '../connector';
import type { Connector, VenafiPorts } from '../connector';
import { cloudClient, objectIn, refusal, SERVER_FAULT, ServerUnavailable } from './client';
import { retrieve } from './retrieve';
import { submit } from './submit';
import { readZone, splitZone } from './template';

export interface CloudOptions {
  /** @default the vendor's when empty */
  readonly url: string;
  readonly zone: string;
  readonly apiKey: string;
}

/** Venafi Cloud, today CyberArk Certificate Manager, SaaS. */
export function cloudConnector({ url, zone, apiKey }: CloudOptions, ports: VenafiPorts): Connector {
  const client = cloudClient(url, apiKey, ports);
  const place = splitZone(zone);
  let hasCompany = false;
  const mustBeIn = (): void => {
    if (!hasCompany) throw new Error('must be authenticated to request a certificate');
  };
  return {
    async authenticate() {
      // As upstream: without a key nobody is asked, and that shows only when something is ordered.
      if (apiKey === '') return;
      try {
        hasCompany = companyIn(await client.request('GET', 'v1/useraccounts'));
      } catch (error) {
        const message = `cloudClient.Authenticate: ${asError(error).message}`;
        // Nobody has said anything against the key.
        throw error instanceof ServerUnavailable ? new Error(message, { cause: error }) : new AuthError(message, { cause: error });
      }
    },
    ping: () => Promise.resolve(),
    async readZone() {
      mustBeIn();
      return readZone(client, place);
    },
    submit: (order) => submit(client, place, order),
    retrieve: (order, pickupId) => retrieve(client, ports.clock, { order, pickupId }),
  };
}

function companyIn(answer: Answered): boolean {
  if (answer.status === 200) return objectIn(answer).company instanceof Object;
  throw notLetIn(answer);
}

/** An answer that is not the envelope is told as it is. */
function notLetIn(answer: Answered): Error {
  try {
    return refusal('unexpected status code on CyberArk Certificate Manager, SaaS registration', answer);
  } catch {
    const text = bodyText(answer).trim();
    return new Error(`${SERVER_FAULT}: ${answer.statusLine}${text === '' ? '' : `, ${text}`}`);
  }
}
