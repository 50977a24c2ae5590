import { dns1035LabelErrors, dnsLabelErrors, dnsSubdomainErrors } from '../../../../kube/validation/dns';
import { labelKeyProblems, labelValueProblems } from '../../../../kube/selectors/label-syntax';
import { FORMATS } from '../validate/formats';
import type { CelFunction } from './cel-function';
import { Opaque, Optional } from './values';

type Validator = (text: string) => readonly string[];

/** `format.<name>()` by name. */
const VALIDATORS: Readonly<Record<string, Validator>> = {
  dns1123Label: dnsLabelErrors,
  dns1123Subdomain: dnsSubdomainErrors,
  dns1035Label: dns1035LabelErrors,
  dns1123LabelPrefix: (text) => dnsLabelErrors(withoutDash(text)),
  dns1123SubdomainPrefix: (text) => dnsSubdomainErrors(withoutDash(text)),
  dns1035LabelPrefix: (text) => dns1035LabelErrors(withoutDash(text)),
  qualifiedName: labelKeyProblems,
  labelValue: labelValueProblems,
  uri: checkedBy('uri', 'invalid URI'),
  uuid: checkedBy('uuid', 'does not match the UUID format'),
  byte: checkedBy('byte', 'invalid base64'),
  date: checkedBy('date', 'invalid date'),
  datetime: checkedBy('datetime', 'invalid datetime'),
};

export const formatFunctions: Readonly<Record<string, CelFunction>> = {
  ...Object.fromEntries(Object.keys(VALIDATORS).map((name): [string, CelFunction] => [`format.${name}`, () => named(name)])),
  'format.named': (name) => new Optional(typeof name === 'string' && Object.hasOwn(VALIDATORS, name) ? named(name) : undefined),
  validate(format, text) {
    if (!(format instanceof Opaque) || format.type !== 'NamedFormat' || typeof text !== 'string') return undefined;
    const problems = VALIDATORS[format.text]?.(text) ?? [];
    return new Optional(problems.length === 0 ? undefined : problems);
  },
};

function named(name: string): Opaque {
  return new Opaque('NamedFormat', name);
}

/** A prefix may end where a name may not. */
function withoutDash(text: string): string {
  return text.endsWith('-') ? `${text.slice(0, -1)}a` : text;
}

function checkedBy(format: string, problem: string): Validator {
  return (text) => (FORMATS[format]?.(text) === false ? [problem] : []);
}
