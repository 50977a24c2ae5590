import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';
import { DNS01_PROVIDERS } from './dns01-providers';

/** `….dns01` of a solver: the common options, then its one provider. */
export function validateDns01(dns01: JsonObject, path: string): FieldError[] {
  const strategy = read.text(dns01, 'cnameStrategy');
  const configured = DNS01_PROVIDERS.filter(({ name }) => isObject(dns01[name]));
  return [
    ...(['', 'None', 'Follow'].includes(strategy)
      ? []
      : [FieldErrors.invalid(`${path}.cnameStrategy`, strategy, 'must be one of "None" or "Follow"')]),
    ...configured.flatMap((provider, i) => {
      const at = `${path}.${provider.name}`;
      if (i > 0 && !provider.besideOthers) return [FieldErrors.forbidden(at, 'may not specify more than one provider type')];
      return provider.validate(read.object(dns01, provider.name) ?? {}, at);
    }),
    ...(configured.length === 0 ? [FieldErrors.required(path, 'no DNS01 provider configured')] : []),
  ];
}
