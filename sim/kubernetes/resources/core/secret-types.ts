import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { Secret } from '../../../../kube/types/core';
import { bytesOf } from '../../model/bytes';
import { jsonObjectFault } from '../common/json-fault';

type Check = (secret: Secret) => readonly FieldError[];

const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** What the well-known types ask for. Other types are free. */
const CHECKS: Readonly<Record<string, Check>> = {
  'kubernetes.io/service-account-token': ({ metadata }) => {
    const account = metadata?.annotations?.[ACCOUNT_NAME] ?? '';
    return account === '' ? [FieldErrors.required(`metadata.annotations[${ACCOUNT_NAME}]`)] : [];
  },
  'kubernetes.io/dockercfg': (secret) => jsonKeyErrors(secret, '.dockercfg'),
  'kubernetes.io/dockerconfigjson': (secret) => jsonKeyErrors(secret, '.dockerconfigjson'),
  // Either is enough.
  'kubernetes.io/basic-auth': (secret) => {
    const missing = ['username', 'password'].filter((key) => !has(secret, key));
    return missing.length < 2 ? [] : missing.map((key) => FieldErrors.required(`data[${key}]`));
  },
  'kubernetes.io/ssh-auth': ({ data = {} }) =>
    (data['ssh-privatekey'] ?? '') === '' ? [FieldErrors.required('data[ssh-privatekey]')] : [],
  // Empty values count: a controller may fill them in later.
  'kubernetes.io/tls': (secret) =>
    ['tls.crt', 'tls.key'].filter((key) => !has(secret, key)).map((key) => FieldErrors.required(`data[${key}]`)),
};

export function secretTypeErrors(secret: Secret): readonly FieldError[] {
  const type = secret.type ?? '';
  return Object.hasOwn(CHECKS, type) ? (CHECKS[type]?.(secret) ?? []) : [];
}

function has({ data = {} }: Secret, key: string): boolean {
  return Object.hasOwn(data, key);
}

function jsonKeyErrors(secret: Secret, key: string): FieldError[] {
  const field = `data[${key}]`;
  if (!has(secret, key)) return [FieldErrors.required(field)];
  const fault = jsonObjectFault(bytesOf(secret.data?.[key]));
  return fault === undefined ? [] : [FieldErrors.invalid(field, '<secret contents redacted>', fault)];
}
