import { isObject } from '../../kube/json';

export interface VaultFailure {
  readonly method: string;
  readonly url: string;
  readonly namespace: string;
  readonly status: number;
  readonly body: string;
}

/** Vault answered, and not well. The message is the Go client's: several errors come out glued together. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly status: number;

  constructor({ method, url, namespace, status, body }: VaultFailure) {
    const where = `${namespace === '' ? '' : `Namespace: ${namespace}\n`}URL: ${method} ${url}\nCode: ${status}. `;
    const errors = errorsIn(body);
    const told = errors === undefined ? `Raw Message:\n\n${body}` : `Errors:\n\n${errors.map((error) => `* ${error}`).join('')}`;
    super(`Error making API request.\n\n${where}${told}`);
    this.status = status;
  }
}

/** Undefined when the body is not Vault's envelope. */
function errorsIn(body: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (parsed === null) return [];
    if (!isObject(parsed)) return undefined;
    return Array.isArray(parsed.errors) ? parsed.errors.map(String) : [];
  } catch {
    return undefined;
  }
}
