import { bytesOf } from '../../model/bytes';
import { sleep } from '../../../../kube/sleep';
import { Resources } from '../../../../kube/resources';
import type { CertificateSigningRequest } from '../../../../kube/types/certificates';
import { decodePem, parseCertificate } from '../../../../pki';
import { isCode } from '../controller';
import type { Controller, ControllerContext } from '../controller';
import { conditionOf, hasCertificate } from './requests';

const HOUR = 3_600_000;
const POLL = HOUR;
const AGE = { pending: 24 * HOUR, approvedWithoutCertificate: 24 * HOUR, issued: HOUR, denied: HOUR, failed: HOUR } as const;

/** `csrcleaner`: once an hour, deletes requests that have had their time. */
export function startCsrCleaner(context: ControllerContext): Controller {
  const client = context.client('certificate-controller');
  const informer = context.informers.informer<CertificateSigningRequest>(Resources.certificateSigningRequests);
  const lifetime = new AbortController();
  const clean = async (csr: CertificateSigningRequest): Promise<void> => {
    if (!isOutdated(csr, context.clock.now())) return;
    const name = csr.metadata?.name ?? '';
    try {
      await client.delete(Resources.certificateSigningRequests, name);
    } catch (error) {
      if (!isCode(error, 404)) context.onError(error, `csrcleaner: ${name}`);
    }
  };
  const run = async (): Promise<void> => {
    await informer.synced();
    while (!lifetime.signal.aborted) {
      for (const csr of informer.store.list()) await clean(csr);
      await sleep(context.clock, POLL, lifetime.signal);
    }
  };
  const running = run();
  return {
    async stop() {
      lifetime.abort();
      await running;
    },
  };
}

/** Whether a request is to be deleted; `now` in milliseconds. Conditions without a time, and of other types, keep it. */
export function isOutdated(csr: CertificateSigningRequest, now: number): boolean {
  const { conditions = [] } = csr.status ?? {};
  const older = (time: string | undefined, age: number): boolean => time !== undefined && now - Date.parse(time) > age;
  const conditionOlder = (type: string, age: number): boolean =>
    conditions.some((condition) => condition.type === type && older(condition.lastUpdateTime, age));
  if (conditions.length === 0) return older(csr.metadata?.creationTimestamp, AGE.pending);
  if (conditionOlder('Denied', AGE.denied) || conditionOlder('Failed', AGE.failed)) return true;
  if (!hasCertificate(csr)) return conditionOlder('Approved', AGE.approvedWithoutCertificate);
  return conditionOlder('Approved', AGE.issued) || hasExpired(csr, now);
}

function hasExpired(csr: CertificateSigningRequest, now: number): boolean {
  if (conditionOf(csr, 'Approved') === undefined) return false;
  try {
    const found = decodePem(bytesOf(csr.status?.certificate ?? ''));
    return found !== undefined && now > parseCertificate(found.block.bytes).notAfter * 1000;
  } catch {
    return false; // unreadable certificates are kept, as upstream keeps them
  }
}
