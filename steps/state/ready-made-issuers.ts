import { applyAll, createRestMapper } from '../../kube';
import type { KubeClient } from '../../kube/client';
import { issuerManifest, type IssuerPlace, type IssuerType } from '../../lab/upstreams/issuer-manifest';
import { eventually } from './eventually';
import { createAuthority } from './keys';
import type { Issuer } from './issuers';
import { ISSUERS } from './resources';

/** Creates the issuer that a lab has ready for one of its authorities, and waits until it is Ready. */
export async function createReadyMadeIssuer(
  admin: KubeClient,
  type: IssuerType,
  place: IssuerPlace & { namespace: string },
): Promise<void> {
  const { name, namespace } = place;
  const objects = issuerManifest(type, place, () => createAuthority(`${name} test root`));
  await applyAll(objects, { client: admin, mapper: createRestMapper(admin), fieldManager: 'csrlab-features' });
  const read = (): Promise<Issuer> => admin.get<Issuer>(ISSUERS, name, { namespace });
  await eventually(
    async () => (await read()).status?.conditions?.find(({ type: what, status }) => what === 'Ready' && status === 'True'),
    async () => `issuer "${name}" is not Ready: ${JSON.stringify((await read()).status)}`,
  );
}
