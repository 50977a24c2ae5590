import { startMock } from '../lab/upstreams/mock';
import type { UpstreamName } from '../lab/upstreams/upstreams';
import { CommandError, errorCode, messageOf } from './errors';
import type { Io } from './io';

export interface MockFlags {
  readonly port: number;
  readonly bindAddress: string;
  readonly caFile?: string;
  readonly output: 'text' | 'json';
}

/** How each is configured at its clients. */
const HINTS: Readonly<Record<UpstreamName, { path: string; words: string }>> = {
  acme: { path: '/dir', words: 'the directory; validates http-01 at port 80 of the names' },
  vault: { path: '', words: 'token csrlab-vault-token, path pki/sign/any' },
  'venafi-tpp': { path: '/vedsdk', words: 'user csrlab, password csrlab-password, zone Certs' },
  'venafi-cloud': { path: '', words: 'API key csrlab-api-key, zone csrlab\\Default' },
};

/** `csrlab mock`: one simulated authority until the user asks it to stop. */
export async function mock(authority: string, flags: MockFlags, io: Io): Promise<void> {
  const name = authority as UpstreamName;
  const { environment, crypto } = io;
  const warn = (message: string): void => io.err(`warning: ${message}\n`);
  const running = await startMock(name, { environment, crypto, host: flags.bindAddress, port: flags.port, warn }).catch(
    (error: unknown) => {
      throw new CommandError(
        `cannot listen on ${flags.bindAddress}:${flags.port}: ${errorCode(error) ?? messageOf(error)}; choose another --port (0 picks a free one)`,
      );
    },
  );
  const folder = flags.caFile === undefined ? io.files.temporaryFolder('csrlab-mock-') : undefined;
  const ca = io.files.resolve(flags.caFile ?? `${folder ?? ''}/ca.crt`);
  try {
    io.files.write(ca, running.ca);
    const url = `${running.url}${HINTS[name].path}`;
    io.out(
      flags.output === 'json'
        ? `${JSON.stringify({ url, control: running.control, ca })}\n`
        : `${name}     ${url} (${HINTS[name].words})\ncontrol  ${running.control}\nCA       ${ca}\n\nA test authority: nothing should trust it. Stop with Ctrl-C.\n`,
    );
    await io.stopRequested;
  } finally {
    await running.close();
    if (folder !== undefined) io.files.remove(folder);
  }
}
