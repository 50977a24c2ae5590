import type { KubeObject } from '../../kube/meta';
import { DNS_HOST } from './lab-dns';
import { UPSTREAM_HOSTS } from './upstreams';

export const ISSUER_TYPES = ['acme', 'acme-dns01', 'vault', 'venafi-tpp', 'venafi-cloud', 'ca', 'selfsigned'] as const;
export type IssuerType = (typeof ISSUER_TYPES)[number];

export interface IssuerPlace {
  readonly name: string;
  /** Absent for a ClusterIssuer. */
  readonly namespace?: string;
  /** Where its Secrets are. */
  readonly secretNamespace: string;
}

/** What a CA issuer signs with: PEM. */
export interface Root {
  readonly certificate: string;
  readonly key: string;
}

/** An issuer that is ready for the authorities of a lab, with the Secret it needs. `root` is asked for by `ca` alone. */
export function issuerManifest(type: IssuerType, place: IssuerPlace, root: () => Root): readonly KubeObject[] {
  const { name, namespace, secretNamespace } = place;
  const secretName = `${name}-credentials`;
  const secret = secretOf(type, root);
  const kind = namespace === undefined ? 'ClusterIssuer' : 'Issuer';
  const scope = namespace === undefined ? {} : { namespace };
  const issuer = { apiVersion: 'cert-manager.io/v1', kind, metadata: { name, ...scope }, spec: specOf(type, name, secretName) };
  if (secret === undefined) return [issuer];
  const credentials = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secretName, namespace: secretNamespace }, ...secret };
  return [credentials, issuer];
}

function secretOf(type: IssuerType, root: () => Root): object | undefined {
  switch (type) {
    case 'ca': {
      const { certificate, key } = root();
      return { type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) } };
    }
    case 'acme-dns01':
      return { stringData: { 'tsig-secret': btoa('csrlab-tsig-secret') } };
    case 'vault':
      return { stringData: { token: 'csrlab-vault-token' } };
    case 'venafi-tpp':
      return { stringData: { username: 'csrlab', password: 'csrlab-password' } };
    case 'venafi-cloud':
      return { stringData: { 'api-key': 'csrlab-api-key' } };
    default:
      return undefined;
  }
}

function specOf(type: IssuerType, name: string, secretName: string): object {
  switch (type) {
    case 'acme':
      // The lab's kubelet and ingress are up before anybody could look: without the wait a self check comes too early and is repeated 10 s later.
      return { acme: acmeSpec(name, { http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }) };
    case 'acme-dns01':
      // A self check that succeeds waits for another minute, as cert-manager's does.
      return { acme: acmeSpec(name, { dns01: { rfc2136: rfc2136Spec(secretName) }, waitInsteadOfSelfCheck: '0s' }) };
    case 'vault':
      return {
        vault: {
          server: `http://${UPSTREAM_HOSTS.vault}`,
          path: 'pki/sign/any',
          auth: { tokenSecretRef: { name: secretName, key: 'token' } },
        },
      };
    case 'venafi-tpp':
      return {
        venafi: { zone: 'Certs', tpp: { url: `http://${UPSTREAM_HOSTS['venafi-tpp']}/vedsdk`, credentialsRef: { name: secretName } } },
      };
    case 'venafi-cloud':
      return {
        venafi: {
          zone: 'csrlab\\Default',
          cloud: { url: `http://${UPSTREAM_HOSTS['venafi-cloud']}`, apiTokenSecretRef: { name: secretName, key: 'api-key' } },
        },
      };
    case 'ca':
      return { ca: { secretName } };
    case 'selfsigned':
      return { selfSigned: {} };
  }
}

function acmeSpec(name: string, solver: object): object {
  return {
    server: `https://${UPSTREAM_HOSTS.acme}/dir`,
    email: 'lab@example.com',
    privateKeySecretRef: { name: `${name}-account-key` },
    solvers: [solver],
  };
}

function rfc2136Spec(secretName: string): object {
  return {
    nameserver: DNS_HOST,
    tsigKeyName: 'csrlab',
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: secretName, key: 'tsig-secret' },
  };
}
