import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../kube/field-error';
import type { KubeObject } from '../../../kube/meta';
import type { Call } from './call';
import { boolean } from './list-options';
import { firstValue, type Query } from './query';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** CreateOptions, UpdateOptions or PatchOptions of a request. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean | undefined;
  /** As admission sees them. */
  readonly object: KubeObject;
}

type Kind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions';

const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];
const MANAGER_MAX = 128;
const DEFAULTS = { dryRun: false, fieldValidation: 'Warn', force: undefined } as const;

/** Reads them from the query and tells the call what they mean. Throws 400 and 422. */
export function writeOptions(call: Call, kind: Kind, apply = false): WriteOptions {
  const { query } = call;
  const object: KubeObject = { kind, apiVersion: 'meta.k8s.io/v1' };
  if (query.size === 0 && !apply) {
    call.fieldManager = managerOf(call, '');
    return { ...DEFAULTS, fieldManager: call.fieldManager, object };
  }
  const fieldManager = firstValue(query, 'fieldManager');
  const problems = [
    ...(kind === 'PatchOptions' ? patchProblems(query, apply) : []),
    ...managerProblems(fieldManager),
    ...otherProblems(query),
  ];
  if (problems.length > 0) throw ApiError.invalid({ group: 'meta.k8s.io', kind }, '', problems);
  call.dryRun = (query.get('dryRun')?.length ?? 0) > 0 && firstValue(query, 'dryRun') !== '';
  call.fieldManager = managerOf(call, fieldManager);
  const validation = firstValue(query, 'fieldValidation');
  return {
    dryRun: call.dryRun,
    fieldManager: call.fieldManager,
    fieldValidation: validation === '' ? 'Warn' : (validation as FieldValidation),
    force: boolean(query.get('force')?.[0]),
    object: { ...object, ...(call.dryRun ? { dryRun: ['All'] } : {}), ...(fieldManager === '' ? {} : { fieldManager }) },
  };
}

function patchProblems(query: Query, apply: boolean): FieldError[] {
  if (!apply) return query.has('force') ? [FieldErrors.forbidden('force', 'may not be specified for non-apply patch')] : [];
  return firstValue(query, 'fieldManager') === '' ? [FieldErrors.required('fieldManager', 'is required for apply patch')] : [];
}

function managerProblems(manager: string): FieldError[] {
  if (new TextEncoder().encode(manager).length > MANAGER_MAX) return [FieldErrors.tooLong('fieldManager', MANAGER_MAX)];
  let at = 0;
  for (const char of manager) {
    if (isPrintable(char)) {
      at += new TextEncoder().encode(char).length;
      continue;
    }
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return [FieldErrors.invalid('fieldManager', manager, `invalid character U+${code} (at position ${at})`)];
  }
  return [];
}

function otherProblems(query: Query): FieldError[] {
  const dryRun = (query.get('dryRun') ?? []).filter((value) => value !== '');
  const validation = firstValue(query, 'fieldValidation');
  return [
    ...(dryRun.some((value) => value !== 'All') ? [FieldErrors.notSupported('dryRun', dryRun, ['All'])] : []),
    ...(VALIDATIONS.includes(validation) ? [] : [FieldErrors.notSupported('fieldValidation', validation, VALIDATIONS)]),
  ];
}

/** Without a name of its own, a manager is its program: the User-Agent up to the first slash. */
function managerOf(call: Call, asked: string): string {
  if (asked !== '') return asked;
  const agent = call.header('user-agent').split('/', 1)[0] ?? '';
  const printable = PLAIN.test(agent) ? agent : Array.from(agent).filter(isPrintable).join('');
  return printable.slice(0, MANAGER_MAX) || 'unknown';
}

const PLAIN = /^[ -~]*$/;

function isPrintable(char: string): boolean {
  return char === '"' || char === '\\' || goQuote(char) === `"${char}"`;
}
