import { readBody } from '../../../base/env/body';
import type { HttpResponse } from '../../../base/env/http';
import type { Clock, Network } from '../../../base/env/ports';
import { goQuote } from '../../../base/go';
import { urlHost } from '../../../base/go/address';
import { sleep } from '../../../kube/sleep';
import type { ChallengeObject } from '../objects';

// cert-manager's: as many good answers in a row, that far apart, each within the limit.
const PASSES = 5;
const INTERVAL = 2_000;
const TIME_LIMIT = 10_000;
const MOST_REDIRECTS = 10;
// What of a wrong body is shown.
const SHOWN = 24;

/** Asks as the server will: redirects are followed, and certificates behind them not checked. Rejects with cert-manager's text. */
export async function selfCheck(
  { spec }: ChallengeObject,
  { clock, network }: { clock: Clock; network: Pick<Network, 'fetch'> },
): Promise<void> {
  const { dnsName = '', token = '', key = '' } = spec ?? {};
  const url = `http://${urlHost(dnsName)}/.well-known/acme-challenge/${token}`;
  for (let pass = 1; pass <= PASSES; pass++) {
    await checkOnce(network, url, key);
    if (pass < PASSES) await sleep(clock, INTERVAL);
  }
}

async function checkOnce(network: Pick<Network, 'fetch'>, url: string, key: string): Promise<void> {
  const { response, body } = await get(network, url);
  if (response.status !== 200) throw new Error(`wrong status code '${response.status}', expected '200'`);
  if (body === key) return;
  const shown = body.length > SHOWN ? `${body.slice(0, SHOWN)}... (truncated)` : body;
  throw new Error(`did not get expected response when querying endpoint, expected ${goQuote(key)} but got: ${shown}`);
}

async function get(network: Pick<Network, 'fetch'>, url: string): Promise<{ response: HttpResponse; body: string }> {
  let at = url;
  try {
    for (let redirects = 0; ; redirects++) {
      const headers = { 'user-agent': 'cert-manager-challenges/csrlab (linux/amd64) cert-manager/' };
      const response = await network.fetch({ method: 'GET', url: at, headers, timeout: TIME_LIMIT, tls: { insecureSkipVerify: true } });
      const { location } = response.headers;
      if (response.status < 301 || response.status > 308 || typeof location !== 'string') {
        return { response, body: new TextDecoder().decode(await readBody(response)) };
      }
      if (redirects === MOST_REDIRECTS) throw new Error('stopped after 10 redirects');
      at = new URL(location, at).href;
    }
  } catch (error) {
    const why = `Get ${goQuote(at)}: ${error instanceof Error ? error.message : String(error)}`;
    throw new Error(`failed to perform self check GET request '${url}': ${why}`, { cause: error });
  }
}
