import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';

/** What readers that are not ours say against a certificate: Node's, and openssl where it is installed. PEM in, empty when all take it. */
export function refusals(pem: string): readonly string[] {
  return [...nodeRefusal(pem), ...opensslRefusal(pem)];
}

function nodeRefusal(pem: string): readonly string[] {
  try {
    // The public key is read only when it is asked for.
    return new X509Certificate(pem).publicKey.type === 'public' ? [] : ['Node reads no public key'];
  } catch (error) {
    return [`Node refuses it: ${String(error)}`];
  }
}

function opensslRefusal(pem: string): readonly string[] {
  const { error, status, stderr } = spawnSync('openssl', ['x509', '-noout', '-text'], { input: pem, encoding: 'utf8' });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return [];
  return status === 0 ? [] : [`openssl refuses it: ${stderr}`];
}
