import { isObject } from '../../../kube/json';
import { managedFieldsOf, withoutManagedFields } from './update-managed-fields';
import { member, sameJson, withMember, withoutMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';

/**
 * The object to store in place of `next`: with the stored times in its managedFields when these times are all that changed, so that a
 * request that changes nothing writes nothing. To be asked after admission, with both objects in canonical form.
 */
export function keepTimesOfNoOp(next: JsonObject, live: JsonObject): JsonObject {
  const [after, before] = [managedFieldsOf(next), managedFieldsOf(live)];
  if (!Array.isArray(after) || !Array.isArray(before) || after.length !== before.length || after.length === 0) return next;
  if (sameJson(after, before) || !sameJson(after.map(withoutTime), before.map(withoutTime))) return next;
  if (!sameJson(withoutManagedFields(next), withoutManagedFields(live))) return next;
  const metadata = member(next, 'metadata');
  return withMember(next, 'metadata', withMember(isObject(metadata) ? metadata : {}, 'managedFields', before));
}

function withoutTime(entry: Json): Json {
  return isObject(entry) ? withoutMember(entry, 'time') : entry;
}
