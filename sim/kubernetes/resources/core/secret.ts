import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { Secret } from '../../../../kube/types/core';
import { validateImmutable } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import type { X509Reader } from '../certificates/x509-reader';
import { base64Length, base64Of, bytesOf } from '../../model/bytes';
import { dataKeyErrors, immutableError, MAX_DATA_SIZE, sameData } from '../common/data-keys';
import { secretTypeErrors } from './secret-types';

export function secretMain(x509: X509Reader): Strategy<Secret> {
  return {
    applyDefaults,
    prepareForUpdate: (next, current) => ((next.type ?? '') === '' && current.type !== undefined ? { ...next, type: current.type } : next),
    validate: validateSecret,
    validateUpdate: (next, current) => [
      ...validateImmutable(next.type, current.type, 'type'),
      ...immutabilityErrors(next, current),
      ...validateSecret(next),
    ],
    warningsOnCreate: (secret) => keyPairWarnings(secret, x509),
    warningsOnUpdate: (secret) => keyPairWarnings(secret, x509),
  };
}

/** stringData is a way to write data; it wins, and is never stored. */
function applyDefaults(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  const typed = (rest.type ?? '') === '' ? { ...rest, type: 'Opaque' } : rest;
  if (stringData === undefined || Object.keys(stringData).length === 0) return typed;
  const encoded = Object.entries(stringData).map(([key, text]): [string, string] => [key, base64Of(new TextEncoder().encode(text))]);
  return { ...typed, data: { ...typed.data, ...Object.fromEntries(encoded) } };
}

function validateSecret(secret: Secret): FieldError[] {
  const data = secret.data ?? {};
  const errors = dataKeyErrors(data, 'data');
  const size = Object.values(data).reduce((sum, value) => sum + base64Length(value), 0);
  if (size > MAX_DATA_SIZE) errors.push(FieldErrors.tooLong('data', MAX_DATA_SIZE));
  return [...errors, ...secretTypeErrors(secret)];
}

function immutabilityErrors(next: Secret, current: Secret): FieldError[] {
  if (current.immutable !== true) return [];
  return [
    ...(next.immutable === true ? [] : [immutableError('immutable')]),
    ...(sameData(next.data, current.data) ? [] : [immutableError('data')]),
  ];
}

/** A key pair that no server could use is stored all the same, with a warning. */
function keyPairWarnings({ type, data = {} }: Secret, x509: X509Reader): string[] {
  if (type !== 'kubernetes.io/tls') return [];
  try {
    x509.checkKeyPair(bytesOf(data['tls.crt']), bytesOf(data['tls.key']));
    return [];
  } catch (error) {
    if (error instanceof Error) return [error.message];
    throw error;
  }
}
