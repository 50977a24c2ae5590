import { goPrint, goQuote } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { keyElement, valueElement } from './path-element';
import { member } from './tree';
import { zeroOf } from './zero-values';
import type { Json } from '../../../kube/json';
import type { ListNode } from '../schema/type-node';
import type { PathElement } from './path-element';

/** How an item of a set or map list is addressed, or why it cannot be. */
export function listElement(item: Json, type: ListNode): PathElement | string {
  if (type.listType === 'map' && type.mapKeys.length > 0) return keyedElement(item, type);
  if (isObject(item)) return "associative list without keys has an element that's a map type";
  if (Array.isArray(item)) return 'not supported: associative list with lists as elements';
  return item === null ? "associative list without keys has an element that's an explicit null" : valueElement(item);
}

/** The items that can be addressed, in their order. */
export function addressedItems(list: readonly Json[], type: ListNode): readonly { readonly element: PathElement; readonly item: Json }[] {
  return list.flatMap((item) => {
    const element = listElement(item, type);
    return typeof element === 'string' ? [] : [{ element, item }];
  });
}

function keyedElement(item: Json, type: ListNode): PathElement | string {
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  const keys = type.mapKeys.flatMap((name): [string, Json][] => {
    const value = member(item, name) ?? defaultOf(type, name);
    return value === undefined ? [] : [[name, value]];
  });
  if (keys.length > 0) return keyElement(keys);
  const names = goPrint(type.mapKeys.map(goQuote));
  return `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`;
}

/** OpenAPI gives Go's zero value as the default of every field that is neither a pointer nor left out when empty. */
function defaultOf(type: ListNode, name: string): Json | undefined {
  if (type.item.kind !== 'struct') return undefined;
  const field = type.item.field(name);
  if (field === undefined || field.default !== undefined) return field?.default;
  return type.item.name === '' || field.omitempty || field.pointer ? undefined : zeroOf(field);
}
