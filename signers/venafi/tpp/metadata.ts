import { isObject } from '../../../kube/json';
import { memberList, memberNumber, memberObject, memberText, memberTexts, unmarshalObject } from '../../http';
import type { TppClient } from './client';

type Fields = ReadonlyMap<string, readonly string[]>;
type Members = Readonly<Record<string, unknown>>;

const NOT_IN_LIST = 17;

/**
 * Sets the custom fields that the server did not take with the order, as servers before 19.3 do not. Fields that the server does not know
 * are passed over. A failure here fails an order that has been accepted, as it does upstream.
 */
export async function completeMetadata(client: TppClient, dn: string, fields: Fields): Promise<void> {
  const stored = objects(memberList(await ask(client, 'get', { DN: dn }), 'Data'));
  if ([...fields].every(([name, values]) => isStored(stored, name, values))) return;
  const items = objects(memberList(await ask(client, 'getitems', { DN: dn }), 'Items'));
  const wanted = [...fields].flatMap(([name, values]) => {
    const item = items.find((one) => memberText(one, 'Label') === name);
    return item === undefined ? [] : [{ ItemGuid: memberText(item, 'Guid'), List: values }];
  });
  if (wanted.length === 0) return;
  const result = memberNumber(await ask(client, 'set', { DN: dn, GuidData: wanted, KeepExisting: true }), 'Result');
  if (result === NOT_IN_LIST) throw new Error(`custom field value not a valid list item. Server returned error ${result}`);
  if (result !== 0) throw new Error(`return code ${result} was returned while adding metadata to ${dn}`);
}

async function ask(client: TppClient, call: 'get' | 'getitems' | 'set', body: object): Promise<Members> {
  const answer = await client.request('POST', `vedsdk/metadata/${call}`, body);
  const doing = call === 'set' ? 'setting certificate metadata items' : 'fetching certificate metadata items';
  if (answer.status !== 200) throw new Error(`Unexpected http status code while ${doing}. ${answer.status}-${answer.statusLine}`);
  return unmarshalObject(answer.body);
}

function isStored(stored: readonly Members[], name: string, values: readonly string[]): boolean {
  const entry = stored.find((one) => memberText(memberObject(one, 'Key'), 'Label') === name);
  return entry !== undefined && values.every((value) => memberTexts(entry, 'Value').includes(value));
}

function objects(values: readonly unknown[]): readonly Members[] {
  return values.filter(isObject);
}
