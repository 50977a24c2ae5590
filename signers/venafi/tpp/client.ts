// Own thin HTTP in place of a library: vcert closes every connection, names a content type on GET too, and reads reason phrases.
import { escapeHtml } from '../../../base/go';
import { followToEnd } from '../../http';
import type { Answered } from '../../http';
import type { VenafiPorts } from '../connector';
import { TIMEOUT } from '../connector';

export interface TppClient {
  /** `resource` is relative to the server: `vedsdk/certificates/request`. Rejects only when no answer came. */
  request(method: 'GET' | 'POST', resource: string, body?: object): Promise<Answered>;
  /** Sent from now on. */
  useToken(token: string): void;
}

export function tppClient(baseUrl: string, ca: string | undefined, { network, clock, userAgent }: VenafiPorts): TppClient {
  let token = '';
  return {
    request: (method, resource, body) =>
      followToEnd(
        {
          method,
          url: baseUrl + resource,
          headers: {
            'user-agent': userAgent,
            connection: 'close',
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
            'cache-control': 'no-cache',
            'content-type': 'application/json',
          },
          ...(body === undefined ? {} : { body: marshal(body) }),
        },
        { network, clock, timeout: TIMEOUT, ...(ca === undefined ? {} : { tls: { ca } }) },
      ),
    useToken: (next) => {
      token = next;
    },
  };
}

const FORMAT = /^https:\/\/[a-z\d]+[-a-z\d.]+[a-z\d][:\d]*\/$/;

/** The server's address as vcert makes it of what was given: lower case, HTTPS, without `vedsdk/`. Throws its text. */
export function normalizedUrl(url: string): string {
  const lower = url.toLowerCase();
  const withScheme = lower.startsWith('http://') ? `https://${lower.slice(7)}` : lower.startsWith('https://') ? lower : `https://${lower}`;
  const withSlash = withScheme.endsWith('/') ? withScheme : `${withScheme}/`;
  const normalized = withSlash.endsWith('vedsdk/') ? withSlash.slice(0, -'vedsdk/'.length) : withSlash;
  if (FORMAT.test(normalized)) return normalized;
  const product = 'CyberArk Certificate Manager, Self-Hosted URL';
  const expected = `Expected ${product} format 'https://cmsh.company.com/vedsdk/'`;
  const fault = 'error creating vcert client: vcert error: your data contains problems: failed to normalize URL: ';
  throw new Error(`${fault}The specified ${product} is invalid. ${url}\n${expected}`);
}

/** json.Marshal of a struct: members in their order, HTML characters escaped. */
export function marshal(body: object): string {
  return escapeHtml(JSON.stringify(body));
}
