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
const COMMIT_DATE = '2026-01-01T00:00:00Z';

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

/** The paths that need no token. */
const ANSWERS: Readonly<Record<string, (request: HttpRequest, facts: SystemFacts) => HttpResponse>> = {
  'sys/health': health,
  'sys/seal-status': (_request, facts) => bare(200, sealStatus(facts)),
  'sys/init': (_request, { state }) => bare(200, { initialized: state.seal !== 'uninitialized' }),
  'sys/leader': () => bare(200, { ha_enabled: false }),
};

/** Undefined for paths that need a token. */
export function systemAnswer(path: string, request: HttpRequest, facts: SystemFacts): HttpResponse | undefined {
  const answered = Object.hasOwn(ANSWERS, path) ? ANSWERS[path] : undefined;
  if (answered === undefined) return undefined;
  return request.method === 'GET' || request.method === 'HEAD' ? answered(request, facts) : bare(405, { errors: [] });
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
    ...{ t: SHARES, n: SHARES, progress: 0, nonce: '', version, commit_date: COMMIT_DATE, migration: false },
    cluster_name: `vault-cluster-${clusterId.slice(0, 8)}`,
    cluster_id: clusterId,
    recovery_seal: false,
    storage_type: 'inmem',
  };
}
