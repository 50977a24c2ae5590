import { systemFiles } from '../../base/env/node/files';
import { nodeEnvironment } from '../../base/env/node/environment';
import { createClient, type KubeClient } from '../../kube';
import { connect, parseKubeConfig, resolveFiles } from '../../kube/kubeconfig';
import { startLab } from '../../lab';
import { SUITE } from './signer-under-test';
import type { Target } from './target';

/** The cluster of the kubeconfig, else of $CSRLAB_TARGET_KUBECONFIG, else a lab of the scenario's own, spoken to over HTTPS. */
export async function startTarget(kubeconfig?: string): Promise<Target> {
  const file = kubeconfig ?? process.env.CSRLAB_TARGET_KUBECONFIG;
  if (file !== undefined) return targetOf(resolveFiles(parseKubeConfig(systemFiles.readText(file), file), systemFiles.resolve(file, '..')));
  const lab = await startLab({ https: {} });
  return { ...targetOf(parseKubeConfig(lab.kubeconfig())), upstreams: lab.upstreams, lab, stop: () => lab.stop() };
}

function targetOf(config: ReturnType<typeof parseKubeConfig>): Target {
  const { network, clock } = nodeEnvironment();
  const { transport } = connect(config, { network, clock, files: systemFiles });
  const userAgent = SUITE;
  const as = (user: string, groups: readonly string[] = []): KubeClient => {
    const headers = { 'impersonate-user': user, 'impersonate-group': [...groups] };
    return createClient({ send: (request) => transport.send({ ...request, headers: { ...request.headers, ...headers } }) }, { userAgent });
  };
  return { admin: createClient(transport, { userAgent }), as, clusterResourceNamespace: 'cert-manager', stop: () => Promise.resolve() };
}
