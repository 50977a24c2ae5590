import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { ChallengeObject } from '../objects';
import { objectMeta, solverLabels, type SolverParts } from './labels';
import { SOLVER_PORT } from './pod';

export interface Service extends KubeObject {
  spec?: JsonObject;
}

export function solverService(challenge: ChallengeObject, { settings }: SolverParts): Service {
  const { serviceType } = settings;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMeta(challenge, { annotations: { 'auth.istio.io/8089': 'NONE' } }),
    spec: {
      type: typeof serviceType === 'string' && serviceType !== '' ? serviceType : 'NodePort',
      ports: [{ name: 'http', port: SOLVER_PORT, targetPort: SOLVER_PORT }],
      selector: solverLabels(challenge),
    },
  };
}
