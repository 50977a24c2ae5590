import { challengesController } from './acme/challenges/controller';
import { ordersController } from './acme/orders/controller';
import { requestControllerName } from './engine/controller-names';
import { ISSUER_TYPES } from './engine/issuer';
import { requestController } from './engine/request-controller';
import type { Controller, World } from './engine/world';
import { issuerController, SETUPS } from './issuers';
import { SIGNERS } from './signers';

type Make = (world: World) => Controller;

const MAKERS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['issuers', (world) => issuerController('Issuer', SETUPS, world)],
  ['orders', ordersController],
  ['challenges', challengesController],
  ['clusterissuers', (world) => issuerController('ClusterIssuer', SETUPS, world)],
  ...ISSUER_TYPES.map((type): [string, Make] => [requestControllerName(type), (world) => requestController(type, SIGNERS, world)]),
]);

/** Those of the named controllers that this engine has. */
export function controllersOf(names: readonly string[], world: World): Controller[] {
  return names.flatMap((name) => {
    const make = MAKERS.get(name);
    return make === undefined ? [] : [make(world)];
  });
}
