import { goQuote } from '../../../../base/go';
import type { KubeObject } from '../../../../kube/meta';
import type { ObjectReader } from '../../model/action';

export interface ServiceAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** Where connections for a service go, as `host:port`. Throws an Error with the reason. */
export type ServiceResolver = (service: ServiceAddress, objects: ObjectReader) => string;

interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly ports?: readonly { readonly port?: number }[];
  };
}

/** As kube-apiserver without aggregator routing: the cluster address, or the external name. */
export const clusterAddress: ServiceResolver = ({ namespace, name, port }, objects) => {
  const service: Service | undefined = objects.get('services', namespace, name);
  if (service === undefined) throw new Error(`service ${goQuote(name)} not found`);
  const { type = 'ClusterIP', clusterIP = '', externalName = '', ports = [] } = service.spec ?? {};
  if (type === 'ExternalName') return `${externalName}:${port}`;
  if (!ports.some((one) => one.port === port)) throw new Error(`no service port ${port} found for service ${goQuote(name)}`);
  if (clusterIP === '' || clusterIP === 'None') throw new Error(`cannot route to service with ClusterIP ${goQuote(clusterIP)}`);
  return `${clusterIP}:${port}`;
};
