import { goQuote } from '../../base/go';
import type { Files } from '../../base/env/files';
import { parseManifest } from '../../kube/apply';
import { parseApiVersion } from '../../kube/meta';
import type { KubeObject } from '../../kube/meta';
import type { Certificate } from './certificate';
import { decodeProblem } from './go-decode';

const CERT_MANAGER_GROUPS: readonly string[] = ['cert-manager.io', 'acme.cert-manager.io'];
const KINDS: readonly string[] = ['Certificate', 'CertificateRequest', 'Issuer', 'ClusterIssuer', 'Order', 'Challenge'];

// Printed by Go as the place where the decoder was made.
const SCHEME = 'pkg/runtime/scheme.go:111';

/** The one Certificate of a manifest. Throws an Error with cmctl's text. */
export function readCertificate(files: Files, path: string): Certificate {
  if (!files.exists(path)) throw new Error(`the path ${goQuote(path)} does not exist`);
  const objects = parsed(files.readText(path), path);
  for (const object of objects) checkDecodes(object, path);
  const [object, ...others] = objects;
  if (object === undefined) throw new Error(`no objects found in manifest file ${goQuote(path)}. Expected one Certificate object`);
  if (others.length > 0) throw new Error(`multiple objects found in manifest file ${goQuote(path)}. Expected only one Certificate object`);
  if (object.kind !== 'Certificate') throw new Error('decoded object is not a v1 Certificate');
  return object;
}

function parsed(text: string, path: string): readonly KubeObject[] {
  try {
    return parseManifest(text, path);
  } catch (error) {
    throw new Error(`unable to decode ${goQuote(path)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function checkDecodes(object: KubeObject, path: string): void {
  const { apiVersion = '', kind = '' } = object;
  const { group, version } = parseApiVersion(apiVersion);
  if (!CERT_MANAGER_GROUPS.includes(group) || !KINDS.includes(kind)) {
    const why =
      group === '' ? `${version}.${kind} is not suitable for converting to ["cert-manager.io/__internal"]` : unregistered(apiVersion, kind);
    throw new Error(`unable to decode ${goQuote(path)}: ${why} in scheme ${goQuote(SCHEME)}`);
  }
  const problem = kind === 'Certificate' ? decodeProblem(object) : undefined;
  if (problem !== undefined) throw new Error(`unable to decode ${goQuote(path)}: ${problem}`);
}

function unregistered(apiVersion: string, kind: string): string {
  return `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)}`;
}
