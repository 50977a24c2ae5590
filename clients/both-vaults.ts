import { readBody } from '../base/env/body';
import type { PkiRole, VaultServer } from '../sim/upstreams/vault';
import { ROOT, type OpenBao, type VaultAnswer } from './openbao-process';

/** A real OpenBao and the simulated Vault, which are set up alike. */
export interface BothVaults {
  readonly bao: OpenBao;
  readonly vault: VaultServer;
}

export interface VaultCall {
  /** @default 'POST' */
  readonly method?: string;
  /** Without `/v1/`. */
  readonly path: string;
  readonly body?: object | undefined;
  /** Empty sends none. @default the root token */
  readonly token?: string | undefined;
}

/** What both answer to the same call. */
export async function askBoth(
  { bao, vault }: BothVaults,
  { method = 'POST', path, body, token = ROOT }: VaultCall,
): Promise<{ readonly real: VaultAnswer; readonly simulated: VaultAnswer }> {
  const real = await bao.ask(method, path, body, token);
  const headers = token === '' ? {} : { 'x-vault-token': token };
  const sent = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
  const response = await vault.handle({ method, path: `/v1/${path}`, headers, ...sent }, {});
  const text = Buffer.from(await readBody(response)).toString();
  return { real, simulated: { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) } };
}

/** A PKI engine with a root of ten years, its roles, and a policy that may sign with them. */
export async function configurePki(bao: OpenBao, roles: Readonly<Record<string, PkiRole>>): Promise<void> {
  await bao.ask('POST', 'sys/mounts/pki', { type: 'pki', config: { max_lease_ttl: '87600h' } });
  await bao.ask('POST', 'pki/root/generate/internal', { common_name: 'test root', ttl: '87600h', key_type: 'ec', key_bits: 256 });
  for (const [name, role] of Object.entries(roles)) await bao.ask('POST', `pki/roles/${name}`, role);
  await bao.ask('POST', 'sys/policies/acl/signer', { policy: 'path "pki/sign/*" { capabilities = ["update"] }' });
}
