import type { HttpRequest, HttpResponse } from '../../../base/env/http';
import { bare } from './reply';
import type { SealState, VaultState } from './state';

export interface SystemFacts {
  readonly state: VaultState;
  readonly version: string;
  readonly clusterId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const SHARES = 1;

/** What a health check is answered with, and the query parameter that asks for another status. */
const HEALTH: Readonly<Record<SealState, readonly [status: number, parameter: string]>> = {
  active: [200, 'activecode'],
  standby: [429, 'standbycode'],
  'dr-secondary': [472, 'drsecondarycode'],
  'performance-standby': [473, 'performancestandbycode'],
  uninitialized: [501, 'uninitcode'],
  sealed: [503, 'sealedcode'],
};

const GOOD_ANYWAY: Readonly<Partial<Record<SealState, string>>> = { standby: 'standbyok', 'performance-standby': 'perfstandbyok' };

/** The paths that need no token; undefined for others. */
export function systemAnswer(path: string, request: HttpRequest, facts: SystemFacts): HttpResponse | undefined {
  if (path === 'sys/health') return health(request, facts);
  if (path === 'sys/seal-status') return bare(200, sealStatus(facts));
  if (path === 'sys/init') return bare(200, { initialized: facts.state.seal !== 'uninitialized' });
  return undefined;
}

function health({ path, method }: HttpRequest, facts: SystemFacts): HttpResponse {
  const { seal } = facts.state;
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  const [status, parameter] = HEALTH[seal];
  const isGood = query.get(GOOD_ANYWAY[seal] ?? '') !== null;
  const code = isGood ? 200 : Number(query.get(parameter) ?? status);
  return method === 'HEAD' ? bare(code) : bare(code, healthBody(facts));
}

function healthBody({ state, version, clusterId, now }: SystemFacts): object {
  const { seal } = state;
  return {
    initialized: seal !== 'uninitialized',
    sealed: seal === 'sealed' || seal === 'uninitialized',
    standby: seal === 'standby' || seal === 'performance-standby',
    replication_performance_mode: 'disabled',
    replication_dr_mode: 'disabled',
    server_time_utc: Math.floor(now / 1000),
    version,
    cluster_name: `vault-cluster-${clusterId.slice(0, 8)}`,
    cluster_id: clusterId,
  };
}

function sealStatus({ state, version, clusterId }: SystemFacts): object {
  const sealed = state.seal === 'sealed' || state.seal === 'uninitialized';
  return {
    type: 'shamir',
    initialized: state.seal !== 'uninitialized',
    sealed,
    ...{ t: SHARES, n: SHARES, progress: 0, nonce: '', version, build_date: '', migration: false },
    cluster_name: `vault-cluster-${clusterId.slice(0, 8)}`,
    cluster_id: clusterId,
    recovery_seal: false,
    storage_type: 'inmem',
  };
}
