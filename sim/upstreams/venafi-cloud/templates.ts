import type { CertificateRequest } from '../../../pki';
import type { Template } from './options';
import { CloudFault, CODE } from './reply';

const ALL = ['.*'];
const KEY_TYPES = [
  { keyType: 'RSA', keyLengths: [2048, 3072, 4096] },
  { keyType: 'EC', keyCurves: ['P256', 'P384', 'P521', 'ED25519'] },
];
const CREATED = '2020-01-01T00:00:00.000+0000';

export function templateBody(id: string, template: Template): object {
  const days = template.validityDays ?? 365;
  return {
    id,
    companyId: 'csrlab',
    certificateAuthority: 'BUILTIN',
    name: template.name,
    product: { certificateAuthority: 'BUILTIN', productName: 'csrlab test authority', productTypes: ['SSL'], validityPeriod: `P${days}D` },
    ...{ priority: 1, systemGenerated: false, creationDate: CREATED, modificationDate: CREATED, status: 'AVAILABLE', reason: '' },
    subjectCNRegexes: template.commonName ?? ALL,
    subjectORegexes: template.organization ?? ALL,
    subjectOURegexes: template.organizationalUnit ?? ALL,
    subjectSTRegexes: template.state ?? ALL,
    subjectLRegexes: template.locality ?? ALL,
    subjectCValues: template.country ?? ALL,
    sanRegexes: template.dnsNames ?? ALL,
    ...{ sanRfc822NameRegexes: ALL, sanIpAddressRegexes: ALL, sanUniformResourceIdentifierRegexes: ALL },
    keyTypes: template.keyTypes ?? KEY_TYPES,
    keyReuse: false,
    csrUploadAllowed: template.csrUploadAllowed ?? true,
    keyGeneratedByVenafiAllowed: false,
    validityPeriod: `P${days}D`,
    recommendedSettings: { keyReuse: false },
  };
}

/** The server looks again, whatever the client has looked at. Throws its text for the first thing that is not allowed. */
export function enforce(template: Template, { subject, dnsNames, publicKey }: CertificateRequest): void {
  if (template.csrUploadAllowed === false) throw new CloudFault(400, CODE.notAllowed, 'CSR upload is not allowed by the issuing template');
  const components: readonly (readonly [name: string, values: readonly string[], allowed: readonly string[] | undefined])[] = [
    ['CN', [subject.commonName], template.commonName],
    ['O', subject.organization, template.organization],
    ['OU', subject.organizationalUnit, template.organizationalUnit],
    ['L', subject.locality, template.locality],
    ['ST', subject.province, template.state],
    ['C', subject.country, template.country],
    ['SAN', dnsNames, template.dnsNames],
  ];
  for (const [name, values, allowed = ALL] of components) {
    const looked = values.length === 0 && name !== 'SAN' ? [''] : values;
    const wrong = looked.find((value) => !allowed.some((expression) => whole(expression).test(value)));
    if (wrong !== undefined)
      throw new CloudFault(412, CODE.invalidName, `Distinguished name component ${name} with value "${wrong}" is invalid`);
  }
  const rsa = (template.keyTypes ?? KEY_TYPES).find(({ keyType }) => keyType === 'RSA');
  if (publicKey?.kind === 'RSA' && rsa?.keyLengths?.includes(publicKey.bits) !== true) {
    throw new CloudFault(412, CODE.notAllowed, `Key type RSA with length ${publicKey.bits} is not allowed by the issuing template`);
  }
}

function whole(expression: string): RegExp {
  return new RegExp(`^(?:${expression.replace(/^\^|\$$/g, '')})$`, 'u');
}
