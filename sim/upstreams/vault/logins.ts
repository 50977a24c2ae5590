import type { Peer } from '../../../base/env/http';
import { equalBytes } from '../../../pki/bytes';
import { isSignedBy } from '../../../pki/certificate/check-issued';
import { decodeCertificates, parseCertificate } from '../../../pki';
import type { CryptoPort } from '../../../base/env/crypto';
import type { CertificateRole, KubernetesRole, TokenRole, VaultConfig } from './config';
import { VaultFault } from './reply';
import type { ReviewToken } from './options';

/** A login that succeeded: the token's role, and what is to be written into the token. */
export interface LoggedIn {
  readonly role: TokenRole;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LoginTools {
  readonly config: VaultConfig;
  readonly crypto: CryptoPort;
  readonly reviewToken?: ReviewToken;
}

export interface LoginRequest {
  /** Below `auth/`. */
  readonly mount: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly peer: Peer;
}

type Login = (request: LoginRequest, tools: LoginTools) => LoggedIn | Promise<LoggedIn>;

/** How to log in at a mount, or undefined when nothing is mounted there. */
export function loginAt(mount: string, { appRole, kubernetes, certificate }: VaultConfig): Login | undefined {
  if (appRole?.[mount] !== undefined) return withAppRole;
  if (kubernetes?.[mount] !== undefined) return withKubernetes;
  return certificate?.[mount] === undefined ? undefined : withCertificate;
}

function text(body: LoginRequest['body'], member: string): string {
  const value = body[member];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : '';
}

const withAppRole: Login = ({ mount, body }, { config }) => {
  const [roleId, secretId] = [text(body, 'role_id'), text(body, 'secret_id')];
  if (roleId === '') throw new VaultFault(500, 'missing role_id');
  if (secretId === '') throw new VaultFault(400, 'missing secret_id');
  const roles = Object.entries(config.appRole?.[mount] ?? {});
  const found = roles.find(([, role]) => role.roleId === roleId && role.secretIds.includes(secretId));
  if (found === undefined) throw new VaultFault(400, 'invalid role or secret ID');
  return { role: found[1], metadata: { role_name: found[0] } };
};

/** The token is reviewed by the API server that gave it; nobody else could tell whether it is still good. */
const withKubernetes: Login = async ({ mount, body }, { config, reviewToken }) => {
  const [name, jwt] = [text(body, 'role'), text(body, 'jwt')];
  if (name === '') throw new VaultFault(400, 'missing role');
  if (jwt === '') throw new VaultFault(400, 'missing jwt');
  const role = config.kubernetes?.[mount]?.[name];
  if (role === undefined) throw new VaultFault(400, `invalid role name "${name}"`);
  const review = await reviewToken?.(jwt, role.audience === undefined ? [] : [role.audience]);
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(review?.user ?? '');
  if (review === undefined || account === null) throw new VaultFault(403, 'permission denied');
  const [, namespace = '', accountName = ''] = account;
  checkAccount(role, namespace, accountName);
  const of = 'service_account';
  const facts = { [`${of}_name`]: accountName, [`${of}_namespace`]: namespace, [`${of}_secret_name`]: '', [`${of}_uid`]: review.uid };
  return { role, metadata: { role: name, ...facts } };
};

function checkAccount({ boundNames, boundNamespaces }: KubernetesRole, namespace: string, name: string): void {
  const allows = (bound: readonly string[], what: string): boolean => bound.includes('*') || bound.includes(what);
  if (!allows(boundNamespaces, namespace)) throw new VaultFault(403, 'namespace not authorized');
  if (!allows(boundNames, name)) throw new VaultFault(403, 'service account name not authorized');
}

const withCertificate: Login = ({ mount, body, peer }, { config, crypto }) => {
  if (peer.clientCertificate === undefined) throw new VaultFault(400, 'no client certificate found');
  const client = parseCertificate(peer.clientCertificate);
  const wanted = text(body, 'name');
  const roles = Object.entries(config.certificate?.[mount] ?? {}).filter(([name]) => wanted === '' || name === wanted);
  const found = roles.find(([, role]) => trusts(role, client, crypto));
  if (found === undefined) {
    const why =
      wanted === ''
        ? 'no certificate was matched by this request'
        : 'no chain matching all constraints could be found for this login certificate';
    throw new VaultFault(400, why);
  }
  return { role: found[1], metadata: { cert_name: found[0], common_name: client.subject.commonName } };
};

function trusts({ certificate }: CertificateRole, client: ReturnType<typeof parseCertificate>, crypto: CryptoPort): boolean {
  return decodeCertificates(new TextEncoder().encode(certificate), 'bundle').some(
    (known) => equalBytes(known.raw, client.raw) || (equalBytes(known.rawSubject, client.rawIssuer) && isSignedBy(client, known, crypto)),
  );
}
