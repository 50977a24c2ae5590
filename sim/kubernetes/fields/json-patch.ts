import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import { member, sameJson, setMember, sortKeys } from './tree';
import type { Json, JsonObject } from '../../../kube/json';

/** A patch that passed `decodeJsonPatch`: each member an operation, or null. */
export type JsonPatch = readonly (JsonObject | null)[];

type Container = JsonObject | Json[];

/** Why an operation fails stays hidden from clients; it travels as the error's cause. */
class OperationFailed extends Error {}

const INDEX = /^[+-]?[0-9]+$/;

/**
 * Applies RFC 6902 the way evanphx/json-patch 4 does: array indices may be negative, `replace` of a missing map key adds it, a value
 * that is missing is null, and what stands before the first slash of a path is ignored. The result may be no object, since an operation
 * may replace the whole document. Maps that the patch walked through come out with sorted keys, as Go writes them.
 * Throws 422 with the server's fixed text when an operation fails.
 */
export function applyJsonPatch(document: Json, patch: JsonPatch): Json {
  const work = new WorkingCopy(document);
  try {
    for (const operation of patch) apply(work, operation ?? {});
  } catch (cause) {
    if (cause instanceof OperationFailed) throw rejected(cause);
    throw cause;
  }
  return work.result();
}

function apply(work: WorkingCopy, operation: JsonObject): void {
  const op = member(operation, 'op');
  if (typeof op !== 'string' || !Object.hasOwn(OPERATIONS, op))
    throw new OperationFailed(`Unexpected kind: ${typeof op === 'string' ? op : 'unknown'}`);
  OPERATIONS[op]?.(work, operation);
}

const OPERATIONS: Readonly<Record<string, (work: WorkingCopy, operation: JsonObject) => void>> = {
  add: (work, operation) => add(work.find(pathOf(operation, 'path')), valueOf(operation)),
  remove: (work, operation) => {
    const path = pathOf(operation, 'path');
    remove(work.find(path), `error in remove for path: '${path}'`);
  },
  replace: (work, operation) => replace(work, pathOf(operation, 'path'), valueOf(operation)),
  test: (work, operation) => test(work, pathOf(operation, 'path'), valueOf(operation)),
  copy: (work, operation) => {
    const copied = get(work.find(pathOf(operation, 'from')));
    add(work.find(pathOf(operation, 'path')), copied);
  },
  move: (work, operation) => {
    const source = work.find(pathOf(operation, 'from'));
    const moved = get(source);
    remove(source, `error in move for path: '${pathOf(operation, 'path')}'`);
    add(work.find(pathOf(operation, 'path')), moved);
  },
};

function valueOf(operation: JsonObject): Json {
  return member(operation, 'value') ?? null;
}

function pathOf(operation: JsonObject, name: 'path' | 'from'): string {
  const path = member(operation, name);
  if (typeof path !== 'string') throw new OperationFailed(`operation is missing its ${name}`);
  return path;
}

/** Where an operation acts: a container of the working copy and the key inside it. */
interface Target {
  readonly container: Container;
  readonly key: string;
}

function get({ container, key }: Target): Json {
  if (!Array.isArray(container)) return member(container, key) ?? null;
  return container[existingIndex(container, key)] ?? null;
}

function add({ container, key }: Target, value: Json): void {
  if (!Array.isArray(container)) setMember(container, key, value);
  else if (key === '-') container.push(value);
  else container.splice(indexWithin(key, container.length + 1, container.length), 0, value);
}

function remove({ container, key }: Target, where: string): void {
  if (Array.isArray(container)) {
    container.splice(existingIndex(container, key), 1);
    return;
  }
  if (!Object.hasOwn(container, key)) throw new OperationFailed(`${where}: Unable to remove nonexistent key: ${key}: missing value`);
  Reflect.deleteProperty(container, key);
}

function replace(work: WorkingCopy, path: string, value: Json): void {
  if (path === '') {
    work.reset(value);
    return;
  }
  const { container, key } = work.find(path);
  if (Array.isArray(container)) container[existingIndex(container, key)] = value;
  else setMember(container, key, value);
}

function test(work: WorkingCopy, path: string, value: Json): void {
  const found = path === '' ? work.root : get(work.find(path));
  if (!sameJson(found, value)) throw new OperationFailed(`testing value ${path} failed: test failed`);
}

function existingIndex(list: readonly Json[], key: string): number {
  return indexWithin(key, list.length, list.length - 1);
}

/** Go's Atoi; a negative index counts from the end of `length` places. */
function indexWithin(key: string, length: number, last: number): number {
  const given = INDEX.test(key) ? Number(key) : NaN;
  const index = given < 0 ? given + length : given;
  if (!(index >= 0 && index <= last)) throw new OperationFailed(`invalid index ${key}`);
  return index + 0;
}

/** The document with the containers on the patched paths copied once, so that the original stays as it was. */
class WorkingCopy {
  root: Container;
  private readonly own = new WeakSet<Container>();

  constructor(document: Json) {
    this.root = this.copyOf(document);
  }

  find(path: string): Target {
    const keys = path.split('/').slice(1).map(decodeKey);
    const key = keys.pop();
    if (key === undefined) throw new OperationFailed(`path ${path} leads nowhere`);
    return { container: keys.reduce((container, step) => this.child(container, step), this.root), key };
  }

  reset(document: Json): void {
    this.root = this.copyOf(document);
  }

  result(): Json {
    return this.finished(this.root);
  }

  private child(container: Container, key: string): Container {
    const target = { container, key };
    const child = get(target);
    if (isContainer(child) && this.own.has(child)) return child;
    const copy = this.copyOf(child);
    if (Array.isArray(container)) container[existingIndex(container, key)] = copy;
    else setMember(container, key, copy);
    return copy;
  }

  private copyOf(value: Json): Container {
    if (!isContainer(value)) throw new OperationFailed('neither object nor array');
    const copy = Array.isArray(value) ? [...value] : { ...value };
    this.own.add(copy);
    return copy;
  }

  private finished(value: Json): Json {
    if (!isContainer(value) || !this.own.has(value)) return value;
    if (Array.isArray(value)) return value.map((item) => this.finished(item));
    const sorted = sortKeys(value);
    for (const key of Object.keys(sorted)) setMember(sorted, key, this.finished(sorted[key] ?? null));
    return sorted;
  }
}

function isContainer(value: Json): value is Container {
  return Array.isArray(value) || isObject(value);
}

function decodeKey(step: string): string {
  return step.replace(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}

function rejected(cause: OperationFailed): ApiError {
  const message = 'the server rejected our request due to an error in our request';
  const { status } = ApiError.of({ code: 422, reason: 'Invalid', message, details: {} });
  return new ApiError(status, { cause });
}
