import { systemFiles } from '../../base/env/node/files';
import { nodeEnvironment } from '../../base/env/node/environment';
import { createClient, type KubeClient } from '../../kube';
import { connect, parseKubeConfig, resolveFiles } from '../../kube/kubeconfig';
import { startLab, type Lab, type LabOptions } from '../../lab';
import { letTimePass } from './eventually';
import { SUITE } from './signer-under-test';
import type { Target } from './target';

/** How much more time passes on a clock that is moved than a waiting step asks for: it costs nothing. */
const HASTE = 10;

export interface TargetOptions {
  /** A real cluster. @default `$CSRLAB_TARGET_KUBECONFIG`, else a lab of the scenario's own */
  readonly kubeconfig?: string;
  /**
   * How that lab is started; one with `https` is spoken to over sockets, any other in-process. With a manual clock steps that wait
   * move it: nothing sleeps for real.
   */
  readonly lab: LabOptions;
}

export async function startTarget({ kubeconfig, lab: options }: TargetOptions): Promise<Target> {
  letTimePass();
  const file = kubeconfig ?? process.env.CSRLAB_TARGET_KUBECONFIG;
  if (file !== undefined) return targetOf(resolveFiles(parseKubeConfig(systemFiles.readText(file), file), systemFiles.resolve(file, '..')));
  const lab = await startLab(options);
  if (options.clock === 'manual') letTimePass((milliseconds) => lab.clock.advance(`${milliseconds * HASTE}ms`));
  const target = options.https === undefined ? inProcess(lab) : targetOf(parseKubeConfig(lab.kubeconfig()));
  const { clusterResourceNamespace = target.clusterResourceNamespace } = options;
  return { ...target, clusterResourceNamespace, lab, upstreams: lab.upstreams, stop: () => lab.stop() };
}

function inProcess(lab: Lab): Target {
  const as: Target['as'] = (user, groups = []) => lab.as(user, { groups }).client;
  return { admin: lab.admin, as, clusterResourceNamespace: 'cert-manager', stop: () => Promise.resolve() };
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
