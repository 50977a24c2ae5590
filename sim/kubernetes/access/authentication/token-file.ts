import type { UserInfo } from '../../model/request-context';
import { authenticatedUser } from './user';

/**
 * kube-apiserver's `--token-auth-file`: one `token,user,uid,"group1,group2"` a line, groups optional, quotes as in CSV. Lines without a
 * token are passed over; of a repeated token the last line counts. Throws an Error that names the line and says what to do.
 */
export function parseTokenFile(text: string, file = 'the token file'): ReadonlyMap<string, UserInfo> {
  const users = new Map<string, UserInfo>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [token = '', user] = readLine(line, `${file}, line ${index + 1}`);
    if (token !== '') users.set(token, user);
  }
  return users;
}

function readLine(line: string, where: string): [token: string | undefined, user: UserInfo] {
  const fields = splitCsv(line);
  if (fields === undefined) {
    throw new Error(`${where}: a quote (") stands where none may. Quote whole columns and double the quotes inside them`);
  }
  const [token, name = '', uid = '', groups] = fields;
  if (fields.length < 3) {
    const found = fields.length === 1 ? 'only one column' : `only ${fields.length} columns`;
    throw new Error(`${where}: ${found}, where a token, a user name and a uid are needed. Write: token,user,uid,"group1,group2"`);
  }
  return [token, authenticatedUser({ name, uid, groups: groups === undefined ? [] : groups.split(',') })];
}

// A column is quoted, with the quotes inside doubled, or bare and free of quotes (RFC 4180).
const COLUMN = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/** Undefined when quotes are out of place. */
function splitCsv(line: string): string[] | undefined {
  const fields: string[] = [];
  COLUMN.lastIndex = 0;
  for (;;) {
    const [, quoted, bare = '', end] = COLUMN.exec(line) ?? [];
    if (end === undefined) return undefined;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}
