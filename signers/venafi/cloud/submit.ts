import { isObject } from '../../../kube/json';
import { memberList, memberObject, memberText } from '../../http';
import type { VenafiOrder } from '../order';
import { objectIn, refusal } from './client';
import type { CloudClient } from './client';
import { readApplication } from './template';
import type { ZonePlace } from './template';

/** Who ordered; of custom fields this is the only one that arrives. */
const ORIGIN = 'cert-manager';

/** What vcert sends when it cannot tell its own address; ours is nobody's business. */
const ADDRESS = '0.0.0.0';

/** Orders a certificate; only 201 counts as accepted (upstream-cas 4.4). */
export async function submit(client: CloudClient, place: ZonePlace, order: VenafiOrder): Promise<string> {
  const application = await readApplication(client, place);
  const templateId = memberText(memberObject(application, 'certificateIssuingTemplateAliasIdMap'), place.alias);
  const period = validityPeriod(order);
  const answer = await client.request('POST', 'outagedetection/v1/certificaterequests', {
    certificateSigningRequest: order.pem,
    applicationId: memberText(application, 'id'),
    ...(templateId === '' ? {} : { certificateIssuingTemplateId: templateId }),
    apiClientInformation: { type: ORIGIN, identifier: ADDRESS },
    ...(period === '' ? {} : { validityPeriod: period }),
    csrAttributes: {},
    tags: null,
  });
  // "zone read" is what vcert says here as well.
  if (answer.status !== 201) throw refusal('Unexpected status code on CyberArk Certificate Manager, SaaS zone read', answer);
  const [first] = memberList(objectIn(answer), 'certificateRequests').filter(isObject);
  // Here vcert panics.
  if (first === undefined) throw new Error('the server accepted the request but named none: certificateRequests is empty');
  return memberText(first, 'id');
}

/** ISO 8601 with hours as the largest part; fractions of a second are lost. */
function validityPeriod({ duration }: VenafiOrder): string {
  const seconds = duration / 1_000_000_000n;
  if (seconds <= 0n) return '';
  return `PT${seconds / 3600n}H${(seconds / 60n) % 60n}M${seconds % 60n}S`;
}
