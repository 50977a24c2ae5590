import { KEY_USAGE } from '../../pki/extension/key-usage';
import { readUsages } from '../../pki/usage/usages';
import type { Usages } from '../../pki/usage/usages';
import type { CertificateSpec } from './certificate';

const DEFAULT_USAGES = ['digital signature', 'key encipherment'];

/** What a Certificate's usages mean; a CA may sign certificates without saying so. */
export function certificateUsages({ usages = [], isCA = false }: CertificateSpec): Usages {
  const read = readUsages(usages.length === 0 ? DEFAULT_USAGES : usages);
  return isCA ? { ...read, keyUsage: read.keyUsage | KEY_USAGE.keyCertSign } : read;
}
