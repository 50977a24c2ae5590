import type { Clock, Random } from '../../../base/env/ports';
import type { HttpResponse } from '../../../base/env/http';
import type { ObjectReader } from '../model/action';
import type { AdmissionPlugin } from '../model/admission';
import type { Registry } from '../model/registry';
import type { AuditLog, Authenticator, Authorizer, Impersonator } from '../access';
import type { Store } from '../store/store';
import type { WatchHub } from '../store/watch-hub';
import type { Call } from './call';

/** Answers a path outside the resources, after authorization. */
export type NonResourceHandler = (call: Call) => HttpResponse | Promise<HttpResponse>;

/** Everything a request may need; one per API server. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly watches: WatchHub;
  readonly registry: Registry;
  readonly objects: ObjectReader;
  readonly authenticator: Authenticator;
  readonly impersonator: Impersonator;
  readonly authorizer: Authorizer;
  readonly admission: readonly AdmissionPlugin[];
  readonly audit: AuditLog | undefined;
  /** By exact path without the query; a key that ends in `/` takes everything below. */
  readonly nonResource: ReadonlyMap<string, NonResourceHandler>;
  /** Sent with every answer, as a server with priority and fairness does. */
  readonly flow: { readonly schema: string; readonly level: string };
}
