const PREFIX = 'system:node:';
const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const NODE_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const MAX_LENGTH = 253;

/** The node that a user name stands for; undefined for other users, also for names no node can have. */
export function nodeNameOf(username: string): string | undefined {
  const name = username.startsWith(PREFIX) ? username.slice(PREFIX.length) : '';
  return name.length <= MAX_LENGTH && NODE_NAME.test(name) ? name : undefined;
}
