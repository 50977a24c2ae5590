import type { JsonObject } from '../../../kube/json';
import type { ServiceAccount } from '../../../kube/types/core';
import type { AdmissionAttributes, AdmissionPlugin } from '../model/admission';
import { isPodCreation, objectsIn, specOf, textIn, withSpec, type Pod } from './pods';
import { refusal } from './refusal';

const MIRROR = 'kubernetes.io/config.mirror';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
/** An hour and a little, so that a token asked for an hour is not refused. */
const TOKEN_SECONDS = 3607;
const FILE_MODE = 0o644;

/** Gives every pod an account, its pull secrets and its token. */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  admit(attributes) {
    const { object, namespace } = attributes;
    if (!isPodCreation(attributes) || object?.metadata?.annotations?.[MIRROR] !== undefined) return undefined;
    const name = textIn(specOf(object), 'serviceAccountName') || 'default';
    const account: ServiceAccount | undefined = attributes.objects.get('serviceaccounts', namespace, name);
    if (account === undefined) {
      throw refusal(attributes, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
    }
    const named = withSpec(object, { serviceAccountName: name, serviceAccount: name });
    return withPullSecrets(wantsToken(named, account) ? withToken(named, attributes) : named, account);
  },
};

function wantsToken(pod: Pod, account: ServiceAccount): boolean {
  return (specOf(pod).automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) !== false;
}

function withPullSecrets(pod: Pod, { imagePullSecrets = [] }: ServiceAccount): Pod {
  if (imagePullSecrets.length === 0 || objectsIn(specOf(pod), 'imagePullSecrets').length > 0) return pod;
  return withSpec(pod, { imagePullSecrets: imagePullSecrets.map(({ name = '' }) => ({ name })) });
}

function withToken(pod: Pod, { context }: AdmissionAttributes): Pod {
  const spec = specOf(pod);
  const volumes = objectsIn(spec, 'volumes');
  const existing = volumes.find((volume) => textIn(volume, 'name').startsWith(VOLUME_PREFIX));
  const name = existing === undefined ? `${VOLUME_PREFIX}${suffix(context)}` : textIn(existing, 'name');
  const lists = ['initContainers', 'containers'].map((member) => [member, objectsIn(spec, member)] as const);
  const needed = lists.some(([, containers]) => containers.some((container) => !isMounted(container)));
  if (!needed) return pod;
  const mounted = lists
    .filter(([, containers]) => containers.length > 0)
    .map(([member, containers]): [string, JsonObject[]] => [member, containers.map((container) => withMount(container, name))]);
  const added: JsonObject = existing === undefined ? { volumes: [...volumes, tokenVolume(name)] } : {};
  return withSpec(pod, { ...Object.fromEntries(mounted), ...added });
}

function isMounted(container: JsonObject): boolean {
  return objectsIn(container, 'volumeMounts').some((mount) => textIn(mount, 'mountPath') === MOUNT_PATH);
}

function withMount(container: JsonObject, name: string): JsonObject {
  if (isMounted(container)) return container;
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
  return { ...container, volumeMounts: [...objectsIn(container, 'volumeMounts'), mount] };
}

function tokenVolume(name: string): JsonObject {
  const sources: JsonObject[] = [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ];
  return { name, projected: { sources, defaultMode: FILE_MODE } };
}

/** Kubernetes' alphabet for generated names: no vowels, nothing that looks like another. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function suffix({ random }: AdmissionAttributes['context']): string {
  const stream = random.stream('service-account-volume');
  return Array.from({ length: 5 }, () => ALPHABET[stream.integer(ALPHABET.length)] ?? '').join('');
}
