import { urlHost } from '../../go/address';
import { NetworkError } from '../network-error';
import type { NetworkFailure } from '../network-error';

interface Detail {
  readonly code: string;
  readonly message: string;
  readonly address: string;
}

interface Rule {
  readonly codes: RegExp;
  readonly failure: NetworkFailure;
  message(detail: Detail, url: URL): string;
}

const RULES: readonly Rule[] = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    failure: 'dns',
    message: (_detail, url) => `dial tcp: lookup ${url.hostname}: no such host`,
  },
  {
    codes: /^ECONNREFUSED$/,
    failure: 'refused',
    message: ({ address }) => `dial tcp ${address}: connect: connection refused`,
  },
  {
    codes: /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
    failure: 'timeout',
    message: ({ address }) => `dial tcp ${address}: i/o timeout`,
  },
  {
    codes: /^(ECONNRESET|EPIPE)$/,
    failure: 'reset',
    message: ({ address }) => `read tcp ${address}: read: connection reset by peer`,
  },
  { codes: /^(UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, failure: 'closed', message: () => 'EOF' },
  { codes: /^(UND_ERR_ABORTED|ABORT_ERR|20)$/, failure: 'canceled', message: () => 'context canceled' },
  {
    codes: /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/,
    failure: 'tls',
    message: () => 'http: server gave HTTP response to HTTPS client',
  },
  {
    codes: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_SIGNATURE_FAILURE|INVALID_CA)$/,
    failure: 'tls',
    message: () => 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  },
  {
    codes: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
    failure: 'tls',
    message: () => 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    failure: 'tls',
    message: (_detail, url) => `tls: failed to verify certificate: x509: certificate is not valid for ${url.hostname}`,
  },
  { codes: /^(ERR_SSL_|ERR_TLS_)/, failure: 'tls', message: ({ message }) => `remote error: tls: ${message}` },
  { codes: /^(HPE_|UND_ERR_HEADERS_OVERFLOW)/, failure: 'malformed', message: ({ message }) => `malformed HTTP response: ${message}` },
];

export function networkErrorOf(error: unknown, url: URL): Error {
  if (error instanceof NetworkError) return error;
  const detail = detailOf(error, url);
  const rule = RULES.find(({ codes }) => codes.test(detail.code));
  if (rule === undefined) return new NetworkError('other', detail.message, { cause: error });
  return new NetworkError(rule.failure, rule.message(detail, url), { cause: error });
}

/** Node tries every address of a name and wraps what happened; the first attempt is the one Go reports. */
function detailOf(error: unknown, url: URL): Detail {
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
  const fact = (name: string): string => {
    const value: unknown = typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const host = fact('address') === '' ? url.hostname : fact('address');
  const port = fact('port') === '' ? portOf(url) : fact('port');
  return {
    code: fact('code'),
    message: inner instanceof Error ? inner.message : String(error),
    address: `${urlHost(host)}:${port}`,
  };
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'https:' ? '443' : '80';
}
