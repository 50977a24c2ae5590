import type { CryptoPort } from '../../base/env/crypto';
import type { Handler } from '../../base/env/http';
import type { Clock, Random } from '../../base/env/ports';
import type { KubeObject } from '../../kube/meta';
import type { CustomResourceDefinition } from '../../kube/types/apiextensions';
import { accessPlane, keyDiscovery, type AuditLog, type Authorizer, type ClientCertificates, type ServiceAccountTokens } from './access';
import { admissionPlugins, type WebhookTools } from './admission';
import { bootstrapObjects } from './assembly/bootstrap';
import { customFeed } from './assembly/custom-feed';
import { definitionController } from './assembly/definition-controller';
import { installDefinitions } from './assembly/install-definitions';
import { openApiPaths } from './assembly/open-api-paths';
import { rbacFeed } from './assembly/rbac-feed';
import { webhookPlugins } from './assembly/webhook-feed';
import type { ObjectReader } from './model/action';
import type { AdmissionPlugin } from './model/admission';
import { builtinDefinitions } from './model/builtin';
import { Registry } from './model/registry';
import type { UserInfo } from './model/request-context';
import type { Kernel, NonResourceHandler } from './pipeline/call';
import { keyDocumentHandler } from './pipeline/non-resource/key-documents';
import type { OpenApi } from './openapi/open-api';
import { builtinPaths } from './pipeline/non-resource/paths';
import { createPipeline } from './pipeline/pipeline';
import { keyOf } from './pipeline/place';
import { resourceBehaviour } from './resources';
import { builtInType } from './schema';
import { Store, type Snapshot } from './store/store';
import { WatchHub } from './store/watch-hub';

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** By token. @default nobody */
  readonly staticTokens?: ReadonlyMap<string, UserInfo>;
  /** @default there are no service-account tokens */
  readonly serviceAccounts?: ServiceAccountTokens;
  /** @default no client certificate means anything */
  readonly clientCertificates?: ClientCertificates;
  /** Beside the built-in ones: webhooks and policies find their place by their name, others come last. */
  readonly admission?: readonly AdmissionPlugin[];
  /** How admission webhooks are reached. @default none is ever asked */
  readonly webhooks?: WebhookTools;
  /** @default nobody hears of requests */
  readonly audit?: AuditLog;
  /** What to begin with. @default the objects that every cluster has */
  readonly snapshot?: Snapshot;
}

/** A Kubernetes API server that holds no sockets. */
export interface ApiServer {
  readonly handle: Handler;
  readonly store: Store;
  readonly registry: Registry;
  readonly objects: ObjectReader;
  readonly authorizer: Authorizer;
  /** Answers a path outside the resources from now on; one that ends in `/` takes everything below. */
  mount(path: string, handler: NonResourceHandler): void;
  /** Makes the server know custom resources whose definitions are known to be good, at once and without checks. */
  readonly installDefinitions: (definitions: readonly CustomResourceDefinition[], manager: string) => void;
  /** Publishes the keys of the service-account tokens, under the host and port by which others reach the server. */
  publishTokenKeys(address: string): void;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { clock, random, crypto, snapshot, staticTokens, serviceAccounts, clientCertificates } = options;
  const store = new Store({ clock, ...(snapshot === undefined ? {} : { from: snapshot }) });
  if (snapshot === undefined) bootstrapObjects(store, { clock, random });
  const objects = objectReader(store);
  const access = accessPlane({
    clock,
    objects,
    index: rbacFeed(store),
    ...(staticTokens === undefined ? {} : { staticTokens }),
    ...(serviceAccounts === undefined ? {} : { serviceAccounts }),
    ...(clientCertificates === undefined ? {} : { clientCertificates }),
  });
  const { authenticator, impersonator, authorizer } = access;
  const registry = new Registry();
  registry.set(...builtinDefinitions({ ...resourceBehaviour({ crypto, access }), type: builtInType }));
  customFeed(store, registry, crypto);
  definitionController(store, clock);
  const webhooks = options.webhooks === undefined ? [] : webhookPlugins({ store, registry, tools: options.webhooks });
  const nonResource = builtinPaths();
  let openApi: OpenApi | undefined;
  for (const [path, handler] of openApiPaths(() => (openApi ??= loadOpenApi({ registry, clock, crypto })))) nonResource.set(path, handler);
  const kernel: Kernel = {
    clock,
    random,
    store,
    watches: new WatchHub(store),
    registry,
    objects,
    authenticator,
    impersonator,
    authorizer,
    admission: admissionPlugins({ authorizer, more: [...webhooks, ...(options.admission ?? [])] }),
    audit: options.audit,
    nonResource,
    flow: { schema: random.stream('flow').uuid(), level: random.stream('flow').uuid() },
  };
  return {
    handle: createPipeline(kernel),
    store,
    registry,
    objects,
    authorizer,
    mount: (path, handler) => nonResource.set(path, handler),
    installDefinitions: (definitions, manager) => installDefinitions(store, definitions, { clock, random, manager }),
    publishTokenKeys(address) {
      if (serviceAccounts === undefined) return;
      for (const document of keyDiscovery(serviceAccounts.issuer, address, serviceAccounts.keys)) {
        for (const path of [document.path, `${document.path}/`]) nonResource.set(path, keyDocumentHandler(document));
      }
    },
  };
}

/** Loaded with the first client that asks: no lab needs it to start. */
function loadOpenApi(options: { registry: Registry; clock: Clock; crypto: CryptoPort }): OpenApi {
  const module = require('./openapi/open-api') as typeof import('./openapi/open-api');
  return new module.OpenApi({ ...options, release: '1.36' });
}

function objectReader(store: Store): ObjectReader {
  return {
    get: (collection, namespace, name) => store.collection(collection).get(keyOf(namespace !== '', namespace, name))?.object,
    list: (collection, namespace) => {
      const found: KubeObject[] = [];
      store.collection(collection).scan({ prefix: namespace === undefined ? '' : `${namespace}/` }, (cell) => {
        found.push(cell.object);
        return true;
      });
      return found;
    },
  };
}
