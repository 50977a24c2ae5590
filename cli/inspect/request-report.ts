import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { traceCertificate, type TracedField } from '../../pki';
import { chainSections, readPem, sectionsOf } from './pem-sections';
import type { Report, Row } from './report';

const DURATION = 'experimental.cert-manager.io/request-duration';
const IS_CA = 'experimental.cert-manager.io/request-is-ca';

/** A CertificateSigningRequest: who asked, what for, who decided, and what came of every field. */
export function requestReport(object: CertificateSigningRequest): Report {
  const { spec = {}, status = {}, metadata = {} } = object;
  const name = metadata.name ?? '';
  const asked = readPem(atob(spec.request ?? ''), `spec.request of ${name}`);
  const [request] = asked.requests;
  const wishes = { title: 'CertificateSigningRequest', rows: [...specRows(object), ...conditionRows(object)] };
  if (request === undefined || (status.certificate ?? '') === '') {
    return { title: `certificatesigningrequest ${name}, without a certificate`, sections: [wishes, ...sectionsOf(asked)] };
  }
  const [leaf, ...chain] = readPem(atob(status.certificate ?? ''), `status.certificate of ${name}`).certificates;
  if (leaf === undefined) return { title: `certificatesigningrequest ${name}`, sections: [wishes, ...sectionsOf(asked)] };
  const rows = traceCertificate(request, leaf).map((field) => attributed(field, object));
  return {
    title: `certificatesigningrequest ${name}, issued`,
    sections: [wishes, { title: 'Certificate beside its request', rows }, ...chainSections(chain)],
  };
}

function specRows({ spec = {}, metadata = {} }: CertificateSigningRequest): Row[] {
  const { signerName = '', username = '', groups = [], usages = [], expirationSeconds } = spec;
  const annotations = [DURATION, IS_CA].flatMap((key) => {
    const value = metadata.annotations?.[key];
    return value === undefined ? [] : [{ name: key.replace(/^.*\//, ''), value }];
  });
  return [
    { name: 'signer', value: signerName },
    { name: 'requested by', value: groups.length === 0 ? username : `${username} (${groups.join(', ')})` },
    { name: 'usages', value: usages.join(', ') },
    ...(expirationSeconds === undefined ? [] : [{ name: 'expiration', value: `${expirationSeconds} s` }]),
    ...annotations,
  ];
}

function conditionRows({ status = {} }: CertificateSigningRequest): Row[] {
  return (status.conditions ?? []).map(({ type = '', reason = '', message = '' }) => ({ name: type, value: `${reason}: ${message}` }));
}

/** What stands in the object beside the PKCS#10 request and decides a field of the certificate. */
function attributed(field: TracedField, { spec = {}, metadata = {} }: CertificateSigningRequest): Row {
  const annotated = (key: string): boolean => metadata.annotations?.[key] !== undefined;
  const setBy: Readonly<Record<string, string | undefined>> = {
    keyUsage: 'spec.usages',
    extKeyUsage: 'spec.usages',
    basicConstraints: annotated(IS_CA) ? `annotation ${IS_CA}` : undefined,
    'not after': annotated(DURATION)
      ? `annotation ${DURATION}`
      : spec.expirationSeconds === undefined
        ? undefined
        : 'spec.expirationSeconds',
  };
  if (field.origin !== 'signer' && field.origin !== 'changed') return field;
  return { ...field, setBy: setBy[field.name] ?? 'the signer' };
}
