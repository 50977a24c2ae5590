import { Then } from '@cucumber/cucumber';
import { formatIp } from '../base/go/address';
import { formatUrl } from '../base/go/url';
import { decodeAllPem, formatName, toHex, type SubjectAltNames } from '../pki';
import { extKeyUsageNames, keyUsageNames, readUsages } from '../pki/usage/usages';
import { claim, claimSame } from './state/claim';
import type { CsrWorld } from './world';

// A request that asks for nothing of the kind must not become an authority by way of its usages.
const AUTHORITY_USAGES = ['cert sign', 'crl sign'];

Then('status.certificate of {string} is nothing but PEM certificates', async function (this: CsrWorld, alias: string) {
  const text = atob((await this.contract.current(alias)).status?.certificate ?? '');
  const blocks = decodeAllPem(new TextEncoder().encode(text));
  claim(blocks.length > 0 && blocks.every(({ type }) => type === 'CERTIFICATE'), 'CERTIFICATE blocks alone', text.slice(0, 200));
});

Then('the certificate of {string} carries the public key of its request', async function (this: CsrWorld, alias: string) {
  const { rawPublicKeyInfo } = await this.contract.certificate(alias);
  const [asked, given] = [toHex(this.contract.askedPkcs10(alias).rawPublicKeyInfo), toHex(rawPublicKeyInfo)];
  claim(asked === given, `the public key ${ending(asked)}`, `the public key ${ending(given)}`);
});

Then('the certificate of {string} has the subject of its request', async function (this: CsrWorld, alias: string) {
  const [asked, given] = [this.contract.askedPkcs10(alias), await this.contract.certificate(alias)];
  const [expected, seen] = [formatName(asked.subject), formatName(given.subject)];
  claim(
    toHex(asked.rawSubject) === toHex(given.rawSubject) || expected === seen,
    `the subject ${expected}`,
    `the subject ${seen || '(empty)'}`,
  );
});

Then('the certificate of {string} has the names of its request', async function (this: CsrWorld, alias: string) {
  claimSame(names(this.contract.askedPkcs10(alias)), names(await this.contract.certificate(alias)), 'the names');
});

Then('the certificate of {string} is good for the usages of its request', async function (this: CsrWorld, alias: string) {
  const asked = readUsages(this.contract.asked(alias).spec?.usages ?? []);
  const { keyUsage, extKeyUsage, unknownExtKeyUsage } = await this.contract.certificate(alias);
  claimSame(extKeyUsageNames(asked.extKeyUsage), extKeyUsageNames([...extKeyUsage, ...unknownExtKeyUsage]), 'the purposes');
  const [expected, seen] = [keyUsageNames(asked.keyUsage), keyUsageNames(keyUsage)];
  const right = expected.every((usage) => seen.includes(usage)) && !AUTHORITY_USAGES.some((usage) => seen.includes(usage));
  claim(right, `the key usages ${expected.join(', ')}`, `the key usages ${seen.join(', ') || 'none'}`);
});

Then(
  'the certificate of {string} ends {int} seconds after it was asked for, give or take {int}',
  async function (this: CsrWorld, alias: string, seconds: number, tolerance: number) {
    const { notAfter } = await this.contract.certificate(alias);
    const created = Date.parse(this.contract.asked(alias).metadata?.creationTimestamp ?? '') / 1000;
    const after = Math.round(notAfter - created);
    claim(Math.abs(after - seconds) <= tolerance, `an end ${seconds} s after the request`, `an end ${after} s after the request`);
  },
);

Then(
  /^the certificate of "([^"]*)" (is|is not) one of a certificate authority$/,
  async function (this: CsrWorld, alias: string, is: string) {
    const { basicConstraints } = await this.contract.certificate(alias);
    const seen = basicConstraints?.isCa === true;
    const text = (authority: boolean): string => (authority ? 'a CA certificate' : 'an ordinary certificate');
    claim(seen === (is === 'is'), text(is === 'is'), text(seen));
  },
);

Then('the certificate of {string} is still the same', async function (this: CsrWorld, alias: string) {
  const first = this.contract.firstCertificate(alias);
  const now = (await this.contract.current(alias)).status?.certificate ?? '';
  claim(now === first, `status.certificate ${ending(first)}`, `status.certificate ${ending(now) || 'empty'}`);
});

function names({ dnsNames, emailAddresses, ipAddresses, uris }: SubjectAltNames): string[] {
  return [...dnsNames, ...emailAddresses, ...ipAddresses.map(formatIp), ...uris.map(formatUrl)];
}

function ending(text: string): string {
  return text === '' ? '' : `…${text.slice(-24)}`;
}
