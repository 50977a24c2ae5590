import { stringify } from 'yaml';
import { ApiError } from '../../kube/api-error';
import { Resources } from '../../kube/resources';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { tellChain } from './certificate-facts';
import { createAuthoritySecret, createIssuer, createRequest } from './issuers';
import { REFERENCER, createPeople } from './people';
import type { Stage } from './stage';

const NAMESPACE = 'sandbox';
const SIGNER = `issuers.cert-manager.io/${NAMESPACE}.my-issuer`;
const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };

export async function issuers({ admin, tools, narrator }: Stage): Promise<void> {
  narrator.chapter('Issuers');
  await admin.create(Resources.namespaces, { metadata: { name: NAMESPACE } });
  await createAuthoritySecret(admin, tools, { namespace: NAMESPACE, name: 'my-ca' });
  const kinds = { 'my-issuer': { ca: { secretName: 'my-ca' } }, 'by-itself': { selfSigned: {} } };
  for (const [name, spec] of Object.entries(kinds)) {
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name, namespace: NAMESPACE }, spec };
    narrator.act('the administrator', `creates Issuer ${NAMESPACE}/${name}`);
    const ready = await createIssuer(admin, issuer, ISSUERS, tools.clock);
    narrator.fact(
      'the engine says',
      `Ready=${ready.status}${ready.reason ? `, ${ready.reason}` : ''}${ready.message ? `: ${ready.message}` : ''}`,
    );
  }
}

export async function people({ admin, narrator }: Stage): Promise<void> {
  narrator.chapter('People and their rights');
  await createPeople(admin, NAMESPACE);
  narrator.act('alice, bob', 'may create requests; carol may approve them');
  narrator.act('alice', `may reference my-issuer, by the Role cert-manager-referencer:my-issuer in ${NAMESPACE}:`);
  narrator.document(stringify({ rules: REFERENCER }));
}

export async function request(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('alice requests a certificate');
  const created = await stage.request('alice', { name: 'web', signerName: SIGNER });
  narrator.act('alice', `creates CertificateSigningRequest web for ${SIGNER}`);
  narrator.fact('stamped by the server', `uid ${created.metadata?.uid ?? ''}\ncreated ${created.metadata?.creationTimestamp ?? ''}`);
  narrator.fact('who asked', `${created.spec?.username ?? ''}, groups ${(created.spec?.groups ?? []).join(', ')}`);
  narrator.fact('the engine waits', (await stage.event('web', 'WaitingApproval')).message ?? '');
}

export async function approval(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('Approval');
  narrator.act('alice', 'tries to approve her own request');
  narrator.bad(await refusalOf(() => stage.approve('alice', 'web')));
  narrator.act('carol', 'approves it');
  await stage.approve('carol', 'web');
  const right = { verb: 'approve', group: 'certificates.k8s.io', resource: 'signers', name: 'issuers.cert-manager.io/*' };
  narrator.fact('which rule allowed it', await stage.why('carol', right));
}

export async function signing(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('The engine signs');
  const chain = await stage.issued('web');
  const reference = { verb: 'reference', group: 'cert-manager.io', resource: 'signers', namespace: NAMESPACE, name: 'my-issuer' };
  narrator.fact('may alice reference it?', await stage.why('alice', reference));
  narrator.good((await stage.event('web', 'CertificateIssued')).message ?? '');
  tellChain(narrator, chain);
}

export async function reference(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('bob may not reference the issuer');
  await stage.request('bob', { name: 'bobs', signerName: SIGNER });
  narrator.act('bob', `creates CertificateSigningRequest bobs for ${SIGNER}`);
  await stage.approve('carol', 'bobs');
  narrator.act('carol', 'approves it all the same');
  const failed = await stage.condition('bobs', 'Failed');
  const right = { verb: 'reference', group: 'cert-manager.io', resource: 'signers', namespace: NAMESPACE, name: 'my-issuer' };
  narrator.fact('may bob reference it?', await stage.why('bob', right));
  narrator.bad(`Failed, ${failed.reason ?? ''}: ${failed.message ?? ''}`);
}

export async function denial(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.chapter('A denial is final');
  await stage.request('alice', { name: 'unwanted', signerName: SIGNER });
  narrator.act('alice', 'creates CertificateSigningRequest unwanted');
  await stage.deny('carol', 'unwanted');
  const denied = await stage.condition('unwanted', 'Denied');
  narrator.act('carol', 'denies it');
  narrator.bad(`Denied, ${denied.reason ?? ''}: ${denied.message ?? ''}; the engine will never sign it`);
  narrator.act('carol', 'changes her mind');
  narrator.bad(await refusalOf(() => stage.approve('carol', 'unwanted')));
}

export async function selfSigned(stage: Stage): Promise<void> {
  const { narrator, admin, tools } = stage;
  narrator.chapter('A request signed with its own key');
  const { request: pem, key } = createRequest('own-key.sandbox.svc', tools);
  const secret = { metadata: { name: 'own-key', namespace: NAMESPACE }, data: { 'tls.key': btoa(key) } };
  await admin.create(Resources.secrets, secret, { namespace: NAMESPACE });
  const object: CertificateSigningRequest = {
    metadata: {
      name: 'own-key',
      annotations: {
        'experimental.cert-manager.io/private-key-secret-name': 'own-key',
        'experimental.cert-manager.io/request-duration': '24h',
      },
    },
    spec: {
      request: btoa(pem),
      signerName: `issuers.cert-manager.io/${NAMESPACE}.by-itself`,
      usages: ['digital signature', 'server auth'],
    },
  };
  await admin.create(Resources.certificateSigningRequests, object);
  narrator.act('the administrator', 'creates CertificateSigningRequest own-key, annotated with the Secret of its key and a duration:');
  narrator.document(stringify(object.metadata?.annotations));
  await stage.approve('carol', 'own-key');
  narrator.act('carol', 'approves it');
  tellChain(narrator, await stage.issued('own-key'));
}

/** The words in which the server refuses. */
async function refusalOf(attempt: () => Promise<void>): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.reason}: ${error.message}`;
    throw error;
  }
  throw new Error('the server allowed what the demonstration expects to be refused');
}
