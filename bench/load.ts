import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other by POST; GET without. */
  readonly bodies?: readonly string[];
}

const SECONDS = 3;

export function hasWrk(): boolean {
  return spawnSync('wrk', ['-v']).error === undefined;
}

/** Requests per second as wrk counts them; anything but 2xx fails the measurement. */
export function wrk({ url, connections, headers, bodies }: Load): number {
  const args = [
    '-t',
    '1',
    '-c',
    String(connections),
    '-d',
    `${SECONDS}s`,
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
  ];
  if (bodies !== undefined) args.push('-s', postScript(bodies));
  const out = execFileSync('wrk', [...args, url], { encoding: 'utf8' });
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(out);
  if (bad !== null) throw new Error(`${url} answered ${bad[1] ?? ''} requests with an error`);
  return Number(/Requests\/sec: +([\d.]+)/.exec(out)?.[1] ?? 0);
}

/** wrk is scripted in Lua: it takes the next body for every request. Headers named in `format` would replace those of the command line. */
function postScript(bodies: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'csrlab-bench-'));
  const file = join(folder, 'bodies.txt');
  writeFileSync(file, bodies.join('\n'));
  const script = join(folder, 'post.lua');
  writeFileSync(
    script,
    `local bodies = {}
for line in io.lines(${JSON.stringify(file)}) do bodies[#bodies + 1] = line end
local next = 0
wrk.headers["Content-Type"] = "application/json"
request = function()
  next = next + 1
  return wrk.format("POST", nil, nil, bodies[next])
end
`,
  );
  return script;
}
