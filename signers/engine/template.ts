import { templateFromRequest } from '../../pki';
import type { TemplateWithoutSerial } from '../../pki';
import { IS_CA_ANNOTATION } from './annotations';
import type { Ready } from './ladder';
import { fromBase64 } from './secret-data';
import type { SignerTools } from './signer';

/** The certificate that a request asks for. Throws an Error with cert-manager's text. */
export function templateOf({ request, duration }: Ready, { clock, crypto }: SignerTools): TemplateWithoutSerial {
  const { spec = {}, metadata = {} } = request;
  const asked = {
    pem: fromBase64(spec.request ?? ''),
    usages: spec.usages ?? [],
    isCa: metadata.annotations?.[IS_CA_ANNOTATION] === 'true',
    now: BigInt(Math.round(clock.now() * 1000)) * 1000n,
    duration,
  };
  return templateFromRequest(asked, crypto);
}
