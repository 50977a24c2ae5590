import { readBody } from '../../../../base/env/body';
import type { HttpResponse } from '../../../../base/env/http';
import { urlHost } from '../../../../base/go/address';
import { addressOf, ValidationFailure, type Probe, type Validator } from './probe';

const TIME_LIMIT = 15_000;
const MOST_REDIRECTS = 10;
const MOST_BYTES = 512;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** RFC 8555 section 8.3: redirects are followed, white space at the end does not count, nor does the status. */
export const validateHttp01: Validator = async (probe) => {
  const { options, identifier, token, keyAuthorization } = probe;
  const port = options.httpPort ?? 80;
  const shown = `http://${urlHost(identifier.value)}${port === 80 ? '' : `:${port}`}/.well-known/acme-challenge/${token}`;
  const response = await followed(probe, shown, { address: urlHost(await addressOf(probe)), port });
  const body = await readBody(response).catch((error: unknown) => {
    throw new ValidationFailure('connection', `Get "${shown}": ${textOf(error)}`);
  });
  const got = new TextDecoder().decode(body.subarray(0, MOST_BYTES)).trimEnd();
  if (got === keyAuthorization) return;
  const detail = `The key authorization file from the server did not match this challenge "${keyAuthorization}" != "${got}"`;
  throw new ValidationFailure('unauthorized', detail);
};

async function followed({ options }: Probe, shown: string, at: { address: string; port: number }): Promise<HttpResponse> {
  const first = new URL(shown);
  // Dialled by address, asked by name.
  let url = new URL(shown.replace(first.host, `${at.address}:${at.port}`));
  let host = first.host;
  for (let redirects = 0; ; redirects++) {
    const response = await get(options.network, url, host, shown);
    const location = response.headers.location;
    if (!REDIRECTS.has(response.status) || typeof location !== 'string') return response;
    if (redirects === MOST_REDIRECTS)
      throw new ValidationFailure('connection', `Get "${shown}": stopped after ${MOST_REDIRECTS} redirects`);
    const asked = new URL(location, `${url.protocol}//${host}${url.pathname}`);
    const sameHost = asked.hostname === first.hostname && asked.port === '' && asked.protocol === 'http:';
    host = asked.host;
    url = sameHost ? new URL(`http://${at.address}:${at.port}${asked.pathname}${asked.search}`) : asked;
  }
}

async function get(network: Probe['options']['network'], url: URL, host: string, shown: string): Promise<HttpResponse> {
  try {
    const headers = { host, 'user-agent': 'csrlab-acme-validator', accept: '*/*' };
    return await network.fetch({ method: 'GET', url: url.href, headers, timeout: TIME_LIMIT, tls: { insecureSkipVerify: true } });
  } catch (error) {
    throw new ValidationFailure('connection', `Get "${shown}": ${textOf(error)}`);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
