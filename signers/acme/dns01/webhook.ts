import { isObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { ChallengeRecord, DnsProvider, ProviderTools } from './provider';

/** A solver that is an extension of the API server: it is asked through the API, by a ChallengePayload. */
export function webhookProvider({ client, config, namespace, random }: ProviderTools): DnsProvider {
  const groupName = typeof config.groupName === 'string' ? config.groupName : '';
  const solverName = typeof config.solverName === 'string' ? config.solverName : '';
  const ask = async (action: 'Present' | 'CleanUp', { domain, name, zone, value }: ChallengeRecord): Promise<void> => {
    const request = {
      uid: random.uuid(),
      ...{ action, type: 'dns-01', dnsName: domain, key: value, resourceNamespace: namespace },
      ...{ resolvedFQDN: name, resolvedZone: zone, allowAmbientCredentials: false },
      ...(config.config === undefined ? {} : { config: config.config }),
    };
    const payload = { apiVersion: 'webhook.acme.cert-manager.io/v1alpha1', kind: 'ChallengePayload', metadata: {}, request };
    const resource = { group: groupName, version: 'v1alpha1', resource: solverName };
    const answer: KubeObject & { response?: unknown } = await client.create<KubeObject>(resource, payload);
    const response = isObject(answer.response) ? answer.response : {};
    if (response.success === true) return;
    const status = isObject(response.status) ? response.status : undefined;
    if (status === undefined) throw new Error('invalid payload response, did not succeed but no result provided');
    throw new Error(typeof status.message === 'string' ? status.message : '');
  };
  return { present: (record) => ask('Present', record), cleanUp: (record) => ask('CleanUp', record) };
}
