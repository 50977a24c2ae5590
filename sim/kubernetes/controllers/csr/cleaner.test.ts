import assert from 'node:assert/strict';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../../../kube/types/certificates';
import { timeText } from '../../../../kube/time';
import { isOutdated } from './cleaner';

const NOW = Date.UTC(2030, 0, 1);
const HOUR = 3600;
const ago = (seconds: number): string => timeText(NOW - seconds * 1000);
const condition = (type: string, seconds?: number): CertificateSigningRequestCondition => ({
  type,
  status: 'True',
  ...(seconds === undefined ? {} : { lastUpdateTime: ago(seconds) }),
});

function csr(age: number, conditions: readonly CertificateSigningRequestCondition[], certificate?: string): CertificateSigningRequest {
  return {
    metadata: { creationTimestamp: ago(age) },
    status: { conditions: [...conditions], ...(certificate === undefined ? {} : { certificate }) },
  };
}

describe('the age at which a request is deleted', () => {
  const cases: readonly [string, CertificateSigningRequest, boolean][] = [
    ['pending for 24 hours', csr(24 * HOUR, []), false],
    ['pending for longer', csr(24 * HOUR + 1, []), true],
    ['approved for 24 hours without a certificate', csr(0, [condition('Approved', 24 * HOUR)]), false],
    ['approved for longer without a certificate', csr(0, [condition('Approved', 24 * HOUR + 1)]), true],
    ['issued for an hour', csr(0, [condition('Approved', HOUR)], 'Y2VydA=='), false],
    ['issued for longer', csr(0, [condition('Approved', HOUR + 1)], 'Y2VydA=='), true],
    ['denied for an hour', csr(0, [condition('Denied', HOUR)]), false],
    ['denied for longer', csr(0, [condition('Denied', HOUR + 1)]), true],
    ['failed for longer than an hour', csr(0, [condition('Approved', 2), condition('Failed', HOUR + 1)]), true],
    ['with only a condition of its own', csr(1000 * HOUR, [condition('Custom', 1000 * HOUR)]), false],
    ['denied at no known time', csr(1000 * HOUR, [condition('Denied')]), false],
  ];
  for (const [title, request, outdated] of cases) {
    it(`${outdated ? 'deletes' : 'keeps'} what is ${title}`, () => assert.equal(isOutdated(request, NOW), outdated));
  }
});
