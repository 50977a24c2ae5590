import { decodeBase64Url } from '../base/base64url';
import { startMock, type AcmeMockOptions, type MockName } from '../lab/upstreams/mock';
import { CommandError, UsageError, errorCode, messageOf } from './errors';
import type { Io } from './io';
import { isHostPort } from './options';

export interface MockFlags {
  readonly port: number;
  readonly bindAddress: string;
  readonly caFile?: string;
  readonly output: 'text' | 'json';
  /** Of ACME alone, as the next ones: `host:port`. */
  readonly dnsServer?: string;
  readonly httpPort?: number;
  readonly tlsPort?: number;
  /** `id=MAC key in base64url`. */
  readonly externalAccount?: readonly string[];
}

/** How each is configured at its clients. */
const HINTS: Readonly<Record<MockName, { path: string; words: string }>> = {
  acme: { path: '/dir', words: 'the directory; validates at ports 80 and 443 of the names, and in the DNS' },
  vault: { path: '', words: 'token csrlab-vault-token, path pki/sign/any' },
  'venafi-tpp': { path: '/vedsdk', words: 'user csrlab, password csrlab-password, zone Certs' },
  'venafi-cloud': { path: '', words: 'API key csrlab-api-key, zone csrlab\\Default' },
  dns: { path: '', words: 'example.com and the like; updates with the key csrlab, secret Y3NybGFiLXRzaWctc2VjcmV0' },
};

/** `csrlab mock`: one simulated authority until the user asks it to stop. */
export async function mock(authority: string, flags: MockFlags, io: Io): Promise<void> {
  const name = authority as MockName;
  const { environment, crypto } = io;
  const warn = (message: string): void => io.err(`warning: ${message}\n`);
  const acme = acmeOptions(name, flags);
  const running = await startMock(name, { environment, crypto, host: flags.bindAddress, port: flags.port, warn, acme }).catch(
    (error: unknown) => {
      throw new CommandError(
        `cannot listen on ${flags.bindAddress}:${flags.port}: ${errorCode(error) ?? messageOf(error)}; choose another --port (0 picks a free one)`,
      );
    },
  );
  const folder = flags.caFile === undefined ? io.files.temporaryFolder('csrlab-mock-') : undefined;
  const ca = running.ca === undefined ? undefined : io.files.resolve(flags.caFile ?? `${folder ?? ''}/ca.crt`);
  try {
    if (ca !== undefined && running.ca !== undefined) io.files.write(ca, running.ca);
    const url = `${running.url}${HINTS[name].path}`;
    io.out(
      flags.output === 'json'
        ? `${JSON.stringify({ url, control: running.control, ...(ca === undefined ? {} : { ca }) })}\n`
        : `${name}     ${url} (${HINTS[name].words})\ncontrol  ${running.control}\n${ca === undefined ? '' : `CA       ${ca}\n`}\nA test authority: nothing should trust it. Stop with Ctrl-C.\n`,
    );
    await io.stopRequested;
  } finally {
    await running.close();
    if (folder !== undefined) io.files.remove(folder);
  }
}

function acmeOptions(name: MockName, { dnsServer, httpPort, tlsPort, externalAccount = [] }: MockFlags): AcmeMockOptions {
  const given = { ...(dnsServer === undefined ? {} : { dnsServer }), ...(httpPort === undefined ? {} : { httpPort }) };
  const accounts = externalAccount.length === 0 ? {} : { externalAccounts: macKeys(externalAccount), externalAccountRequired: true };
  const options = { ...given, ...(tlsPort === undefined ? {} : { tlsPort }), ...accounts };
  if (name !== 'acme' && Object.keys(options).length > 0) {
    throw new UsageError('--dns-server, --http-port, --tls-port and --external-account are for csrlab mock acme');
  }
  if (dnsServer !== undefined && !isHostPort(dnsServer))
    throw new UsageError(`--dns-server ${dnsServer}: write HOST:PORT, such as 127.0.0.1:5353`);
  return options;
}

function macKeys(accounts: readonly string[]): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    accounts.map((account) => {
      const [, id = '', text = ''] = /^([^=]+)=(.+)$/.exec(account) ?? [];
      const key = decodeBase64Url(text.replace(/=+$/, ''));
      if (id === '' || key === undefined) throw new UsageError(`--external-account ${account}: write ID=KEY, the MAC key in base64url`);
      return [id, key] as const;
    }),
  );
}
