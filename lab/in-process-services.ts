import type { Handler } from '../base/env/http';
import type { Network } from '../base/env/ports';
import { clusterAddress, type ServiceResolver } from '../sim/kubernetes/admission';

/** Handlers by `name.namespace`. */
export type InProcessServices = Readonly<Record<string, Handler>>;

/** The network, on which `https://<name>.<namespace>.svc` leads to the handler of that service without a socket. */
export function networkWithServices(network: Network, services: InProcessServices): Network {
  return {
    ...network,
    fetch(request) {
      const url = new URL(request.url);
      const handler = services[url.hostname.replace(/\.svc$/, '')];
      if (handler === undefined) return network.fetch(request);
      const { method, headers = {}, body, signal } = request;
      const path = `${url.pathname}${url.search}`;
      return handler({ method, path, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) }, {});
    },
  };
}

/** Resolves those services to their own names, and all others as a cluster does. */
export function resolverWithServices(services: InProcessServices): ServiceResolver {
  return (service, objects) => {
    const { namespace, name, port } = service;
    return Object.hasOwn(services, `${name}.${namespace}`) ? `${name}.${namespace}.svc:${port}` : clusterAddress(service, objects);
  };
}
