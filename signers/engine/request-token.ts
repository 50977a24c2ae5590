import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import type { TokenRequest } from '../../kube/types/authentication';
import type { TokenWanted } from './steps';

/** A token of a service account; rejects with the API server's error. */
export async function requestToken(client: KubeClient, { namespace, account, audiences, seconds }: TokenWanted): Promise<string> {
  const wanted: TokenRequest = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: {},
    spec: { audiences: [...audiences], expirationSeconds: seconds },
  };
  const made = await client.create(Resources.serviceAccounts, wanted, { namespace, name: account, subresource: 'token' });
  return made.status?.token ?? '';
}
