import { ApiError } from '../../../kube/api-error';
import { goQuote } from '../../../base/go';
import type { KubeObject } from '../../../kube/meta';
import { everyField, everyLabel, parseFieldSelector, parseLabelSelector, selectionKey } from '../../../kube/selectors';
import type { Call, Target } from './call';
import { firstValue } from './query';

/** Which objects of a collection a request is about. */
export interface Selection {
  /** Neither labels nor fields narrow it down. */
  readonly empty: boolean;
  /** Equal keys select the same objects. */
  readonly key: string;
  matches(object: KubeObject): boolean;
}

type FieldReader = (object: KubeObject) => string;

const EVERYTHING: Selection = { empty: true, key: '', matches: () => true };

/** What the query's selectors say. Objects are in the version's form. Throws 400. */
export function selectionOf(call: Call, target: Target): Selection {
  // A watch of one object has its name in the path, or in the field selector as well.
  const { name } = call.info;
  const asked = call.query.size === 0 ? EVERYTHING : selectionOfQuery(call, target);
  if (name === '') return asked;
  return {
    empty: false,
    key: `${asked.key}\n${name}`,
    matches: (object) => object.metadata?.name === name && asked.matches(object),
  };
}

function selectionOfQuery(call: Call, target: Target): Selection {
  const labelText = firstValue(call.query, 'labelSelector');
  const fieldText = firstValue(call.query, 'fieldSelector');
  if (labelText === '' && fieldText === '') return EVERYTHING;
  const labels = labelText === '' ? everyLabel : parseLabelSelector(labelText);
  const readers = fieldReaders(target);
  const fields = fieldText === '' ? everyField : parseFieldSelector(fieldText, (field, value) => known(field, value, { target, readers }));
  return {
    empty: labels.empty && fields.empty,
    key: selectionKey(labels, fields),
    matches: (object) =>
      labels.matches(object.metadata?.labels) && (fields.empty || fields.matches((field) => readers.get(field)?.(object) ?? '')),
  };
}

function fieldReaders({ definition, version }: Target): ReadonlyMap<string, FieldReader> {
  const { selectableFields = {}, selectableNamespace = definition.namespaced } = version.endpoints.get('')?.strategy ?? {};
  const readers = new Map<string, FieldReader>(Object.entries(selectableFields));
  readers.set('metadata.name', ({ metadata }) => metadata?.name ?? '');
  if (selectableNamespace) readers.set('metadata.namespace', ({ metadata }) => metadata?.namespace ?? '');
  return readers;
}

function known(
  field: string,
  value: string,
  { target, readers }: { readonly target: Target; readonly readers: ReadonlyMap<string, FieldReader> },
): { field: string; value: string } {
  if (readers.has(field)) return { field, value };
  const { strategy } = target.version.endpoints.get('') ?? {};
  // Kinds without fields of their own share one conversion function, which knows both names whatever the scope.
  if (strategy?.selectableFields === undefined && !target.definition.custom) {
    if (field === 'metadata.namespace') return { field, value };
    throw ApiError.badRequest(`${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`);
  }
  throw ApiError.badRequest(`field label not supported: ${field}`);
}
