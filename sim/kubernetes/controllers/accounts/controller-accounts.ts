import { Resources } from '../../../../kube/resources';
import { isCode } from '../controller';
import type { ControllerContext } from '../controller';

/** Creates the service accounts that the controllers act as, as kube-controller-manager does when it starts each. */
export async function ensureControllerAccounts(context: ControllerContext, names: readonly string[]): Promise<void> {
  const client = context.client('kube-controller-manager');
  await Promise.all(
    names.map((name) =>
      client
        .create(Resources.serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'kube-system' } })
        .catch((error: unknown) => {
          if (!isCode(error, 409)) context.onError(error, `service account ${name}`);
        }),
    ),
  );
}
