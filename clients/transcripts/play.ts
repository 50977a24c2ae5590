import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeKubeConfig } from '../../kube/kubeconfig';
import { startLab } from '../../lab';
import { parseTokenFile } from '../../sim/kubernetes/access';
import { compareRun, type StepComparison } from './compare';
import { installClient } from './install';
import { runShell } from './shell';
import type { Output, Transcript, TranscriptStep } from './transcript';

/** Lines of kube-apiserver's token file, and the token of each user in it. */
export interface Users {
  readonly file: string;
  readonly tokens: ReadonlyMap<string, string>;
}

/** Reads lines of `token,user,uid,"group1,group2"`. */
export function readUsers(file: string): Users {
  const tokens = [...parseTokenFile(file, 'tokens.csv')].map(([token, { name }]) => [name, token] as const);
  return { file, tokens: new Map(tokens) };
}

/** Plays a transcript with one client against a plain Kubernetes lab of its own. */
export async function playTranscript(transcript: Transcript, client: string, users: Users): Promise<readonly StepComparison[]> {
  const lab = await startLab({ https: { port: 0 }, tokens: users.file, signers: false });
  const folder = mkdtempSync(join(tmpdir(), 'csrlab-transcript-'));
  try {
    const stage = prepare({ folder, client, server: lab.server, ca: lab.caCertificate, users });
    for (const [name, content] of Object.entries(transcript.files ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const outputs: Output[] = [];
    for (const step of transcript.steps) outputs.push(await stage(step));
    return compareRun({ transcript, client, folder, outputs });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await lab.stop();
  }
}

interface Stage {
  readonly folder: string;
  readonly client: string;
  readonly server: string;
  readonly ca: string;
  readonly users: Users;
}

/** Returns what runs a step: home, cache, temporary files and the client's binary lie in the folder itself. */
function prepare({ folder, client, server, ca, users }: Stage): (step: TranscriptStep) => Promise<Output> {
  const [bin, home, temporary] = ['.bin', '.home', '.tmp'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [bin, home, temporary]) mkdirSync(path);
  installClient(client, bin);
  const caFile = join(home, 'ca.crt');
  writeFileSync(caFile, ca);
  return (step) => {
    const kubeconfig = join(home, `${step.as}.kubeconfig`);
    const token = step.as === 'nobody' ? 'no-such-token' : users.tokens.get(step.as);
    writeFileSync(kubeconfig, kubeconfigOf(step.as, { server, ca, token }), { mode: 0o600 });
    return runShell(step.command, {
      folder,
      env: {
        ...{ PATH: `${bin}:/usr/bin:/bin`, HOME: home, TMPDIR: temporary, LANG: 'C', TZ: 'UTC' },
        ...{ KUBECONFIG: kubeconfig, SERVER: server, TOKEN: token ?? '', CAFILE: caFile },
      },
      ...(step.stdin === undefined ? {} : { stdin: step.stdin }),
    });
  };
}

function kubeconfigOf(user: string, { server, ca, token }: { server: string; ca: string; token: string | undefined }): string {
  // kubectl asks for a user name when there are no credentials at all; kube-apiserver ignores basic ones.
  const credentials = token === undefined ? { username: user, password: user } : { token };
  return writeKubeConfig({
    currentContext: `${user}@lab`,
    clusters: [{ name: 'lab', server, certificateAuthorityData: ca }],
    users: [{ name: user, ...credentials }],
    contexts: [{ name: `${user}@lab`, cluster: 'lab', user }],
  });
}
