import type { KubeClient } from '../../kube/client';
import type { Informer } from '../../kube/informer';
import { ORDER_KIND, ORDERS, type OrderObject } from './objects';
import type { Order } from './order';

/** What the signer does with Orders. */
export interface OrderStore {
  /** As the cache knows it. */
  get(namespace: string, name: string): OrderObject | undefined;
  create(order: Order): Promise<void>;
  delete(namespace: string, name: string): Promise<void>;
}

export function orderStore(client: KubeClient, orders: Informer<OrderObject>): OrderStore {
  return {
    get: (namespace, name) => orders.store.get(`${namespace}/${name}`),
    async create({ metadata, spec }) {
      await client.create<OrderObject>(ORDERS, { ...ORDER_KIND, metadata, spec });
    },
    async delete(namespace, name) {
      await client.delete(ORDERS, name, { namespace });
    },
  };
}
