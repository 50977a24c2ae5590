import { toHex } from '../../../pki';
import { caller } from './authorize';
import type { TppCall } from './call';
import { requestIn, STAGE } from './certificates';
import { generated } from './generated-keys';
import { enforce, folderAt } from './policy';
import { TppFault } from './reply';
import type { TppReply } from './reply';
import type { TppCertificate } from './state';

/** POST vedsdk/certificates/renew: with a PKCS #10 of its own, or over the request that there is. */
export function renewCertificate(call: TppCall): TppReply {
  caller(call, 'certificate:manage');
  const { body, state, settings } = call;
  const before = certificateOf(call);
  const folder = folderAt(call, before.folder);
  const own = body.text('PKCS10');
  const anew = own === '' && before.key !== undefined ? generated(call, folder) : undefined;
  const request = anew?.request ?? (own === '' ? before.request : requestIn(own, call));
  enforce(folder, request);
  const key = anew === undefined ? {} : { key: anew.key };
  const fresh = { stage: STAGE.postCsr, status: 'Post CSR', inError: false, pending: settings.pendingPolls, certificate: undefined };
  const { key: _old, ...rest } = before;
  state.put({ ...rest, ...key, ...fresh, request, approval: undefined, revoked: false });
  return { status: 200, body: { Success: true } };
}

/** POST vedsdk/certificates/revoke: a second time it is done already. */
export function revokeCertificate(call: TppCall): TppReply {
  caller(call, 'certificate:revoke');
  const certificate = certificateOf(call);
  const Requested = !certificate.revoked;
  certificate.revoked = true;
  return { status: 200, body: { Requested, Success: true } };
}

/** By DN or by the SHA-1 of the certificate. */
function certificateOf({ body, state, crypto }: TppCall): TppCertificate {
  const [dn, thumbprint] = [body.text('CertificateDN'), body.text('Thumbprint').toUpperCase()];
  const has = ({ certificate }: TppCertificate): boolean =>
    certificate !== undefined && toHex(crypto.digest('SHA-1', certificate.raw)).toUpperCase() === thumbprint;
  const found = dn === '' ? state.list().find(has) : state.find(dn);
  if (found !== undefined) return found;
  const Error = `Certificate ${dn === '' ? thumbprint : dn} does not exist or you do not have sufficient rights to the object.`;
  throw new TppFault({ status: 400, body: { Success: false, Error } });
}
