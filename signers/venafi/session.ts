import { goQuote } from '../../base/go';
import type { VenafiIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { requireSecret } from '../engine/require-secret';
import { fromBase64, secretText } from '../engine/secret-data';
import { UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import type { Connector, VenafiPorts } from './connector';
import { cloudConnector } from './cloud/connector';
import { tppConnector } from './tpp/connector';

const DEFAULT_CLIENT_ID = 'cert-manager.io';

export type MakeConnector = (ports: VenafiPorts) => Connector;

/** Reads what an issuer refers to in its namespace (section 8.2): of several products the first counts. Throws cert-manager's texts. */
export function* venafiSession({ zone = '', tpp, cloud, ngts }: VenafiIssuer, namespace: string): Steps<MakeConnector> {
  if (tpp) return yield* tppSession(tpp, zone, namespace);
  if (cloud) return yield* cloudSession(cloud, zone, namespace);
  if (ngts) throw new Error('this engine does not speak to NGTS: use an issuer of type tpp or cloud, or cert-manager itself');
  throw new Error('neither Venafi Cloud, TPP, or NGTS configuration found');
}

function* tppSession(tpp: NonNullable<VenafiIssuer['tpp']>, zone: string, namespace: string): Steps<MakeConnector> {
  const secret = yield* requireSecret({ namespace, name: tpp.credentialsRef?.name ?? '' });
  const part = (key: string): string => secretText(secret, key) ?? '';
  const ca = yield* trustedRoots(tpp, namespace);
  const clientId = part('client-id');
  const options = {
    url: tpp.url ?? '',
    zone,
    ...(ca === undefined ? {} : { ca }),
    accessToken: part('access-token'),
    username: part('username'),
    password: part('password'),
    clientId: clientId === '' ? DEFAULT_CLIENT_ID : clientId,
  };
  return (ports) => tppConnector(options, ports);
}

function* cloudSession(cloud: NonNullable<VenafiIssuer['cloud']>, zone: string, namespace: string): Steps<MakeConnector> {
  const { name = '', key = '' } = cloud.apiTokenSecretRef ?? {};
  const secret = yield* requireSecret({ namespace, name });
  const options = { url: cloud.url ?? '', zone, apiKey: secretText(secret, key === '' ? 'api-key' : key) ?? '' };
  return (ports) => cloudConnector(options, ports);
}

function* trustedRoots(
  { caBundle = '', caBundleSecretRef }: NonNullable<VenafiIssuer['tpp']>,
  namespace: string,
): Steps<string | undefined> {
  if (caBundle !== '') return new TextDecoder().decode(fromBase64(caBundle));
  const name = caBundleSecretRef?.name ?? '';
  if (name === '') return undefined;
  const key = caBundleSecretRef?.key || 'ca.crt';
  const secret = yield* accessible(namespace, name);
  const pem = secretText(secret, key);
  if (pem === undefined) throw new Error(`no data for ${goQuote(key)} in secret '${namespace}/${name}'`);
  return pem;
}

/** That this Secret is missing is, other than for credentials, an error like any other. */
function* accessible(namespace: string, name: string): ReturnType<typeof requireSecret> {
  try {
    return yield* requireSecret({ namespace, name });
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    throw new Error(`could not access secret '${namespace}/${name}': ${asError(error).message}`);
  }
}
