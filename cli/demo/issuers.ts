import type { CryptoPort } from '../../base/env/crypto';
import type { Clock, Random } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import type { Condition, GroupVersionResource, KubeObject } from '../../kube/meta';
import { Resources } from '../../kube/resources';
import { createCertificateRequest, createSelfSignedCertificate, encodePem, generateSigningKey, type SigningKey } from '../../pki';
import { until } from './until';

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const DAY = 24 * 3600;

export interface Tools {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
}

/** A new root in a Secret, as a CA issuer wants it. */
export async function createAuthoritySecret(admin: KubeClient, tools: Tools, place: { namespace: string; name: string }): Promise<void> {
  const { namespace, name } = place;
  const random = tools.random.stream('demo-authority');
  const key = generateSigningKey(P256, random, tools.crypto);
  const now = Math.floor(tools.clock.now() / 1000);
  const subject = { commonName: 'csrlab demo root', organization: ['csrlab test authority'] };
  const der = createSelfSignedCertificate({ subject, notBefore: now - 300, notAfter: now + 3650 * DAY }, key, {
    random,
    crypto: tools.crypto,
  });
  const data = { 'tls.crt': btoa(encodePem('CERTIFICATE', der)), 'tls.key': btoa(privateKeyPem(key)) };
  const secret: KubeObject & { type: string; data: Record<string, string> } = {
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    data,
  };
  await admin.create(Resources.secrets, secret, { namespace });
}

/** Creates an issuer and waits for what the engine says of it. Returns the Ready condition. */
export async function createIssuer(client: KubeClient, issuer: KubeObject, ref: GroupVersionResource, clock: Clock): Promise<Condition> {
  const { name = '', namespace } = issuer.metadata ?? {};
  const scope = namespace === undefined ? {} : { namespace };
  await client.create(ref, issuer, scope);
  return until(clock, `issuer ${name} to be looked at`, async () => {
    const { status } = await client.get<KubeObject & { status?: { conditions?: Condition[] } }>(ref, name, scope);
    return status?.conditions?.find(({ type }) => type === 'Ready');
  });
}

/** A new key and its request: PEM. */
export function createRequest(dnsName: string, { random, crypto }: Tools): { request: string; key: string } {
  const key = generateSigningKey(P256, random.stream('demo-request', dnsName), crypto);
  const der = createCertificateRequest({ subject: { commonName: dnsName }, dnsNames: [dnsName] }, key, crypto);
  return { request: encodePem('CERTIFICATE REQUEST', der), key: privateKeyPem(key) };
}

function privateKeyPem({ pkcs8 }: SigningKey): string {
  return encodePem('PRIVATE KEY', pkcs8);
}
