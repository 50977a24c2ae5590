import type { CryptoPort } from '../../../../base/env/crypto';
import type { Clock, Random } from '../../../../base/env/ports';
import { encodePem, grantedDuration, signClusterRequest } from '../../../../pki';
import type { ClusterAuthority } from '../../../../pki';
import type { ClusterSigner } from './signer';

export interface ClusterSignerOptions {
  readonly authority: ClusterAuthority;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** `--cluster-signing-duration` in seconds. @default a year */
  readonly duration?: number;
}

const YEAR = 365 * 24 * 3600;
const NANOSECONDS = 1_000_000_000n;

/** Signs as kube-controller-manager does with `--cluster-signing-cert-file` and `--cluster-signing-key-file`. */
export function clusterSigner({ authority, clock, random, crypto, duration = YEAR }: ClusterSignerOptions): ClusterSigner {
  const serials = random.stream('cluster-signer');
  return {
    sign(request, { usages = [], expirationSeconds }) {
      const granted = grantedDuration(expirationSeconds, BigInt(duration) * NANOSECONDS);
      const now = BigInt(Math.floor(clock.now())) * 1_000_000n;
      const der = signClusterRequest(request, { usages, now, duration: granted }, authority, { random: serials, crypto });
      return new TextEncoder().encode(encodePem('CERTIFICATE', der));
    },
  };
}
