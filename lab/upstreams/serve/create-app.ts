import express, { type Express } from 'express';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { nodeEnvironment } from '../../../base/env/node/environment';
import { requestListener } from '../../../base/env/node/listen';
import { authorityOf } from '../mock';
import type { UpstreamName } from '../upstreams';

/** Where the control surface is mounted: no path of any of the protocols begins so. */
export const CONTROL_PATH = '/_control';

/**
 * A simulated authority as an express application, to be mounted in one's own server or listened with. It opens no port.
 * The protocol is at `/`, the control surface (faults, request log, state) at `/_control`.
 */
export function createApp(name: UpstreamName): Express {
  const { handle, control } = authorityOf(name, nodeEnvironment(), nodeCrypto());
  const app = express();
  app.disable('x-powered-by');
  app.use(CONTROL_PATH, requestListener(control));
  app.use(requestListener(handle));
  return app;
}
