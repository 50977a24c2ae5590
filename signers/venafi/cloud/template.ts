import { isObject } from '../../../kube/json';
import { memberList, memberObject, memberText, memberTexts } from '../../http';
import type { Answered } from '../../http';
import { anchored, CURVES, KEY_SIZES, listOf } from '../zone';
import type { AllowedKey, Zone } from '../zone';
import { errorsIn, objectIn, refusal } from './client';
import type { CloudClient, Members } from './client';

/** `application\alias` taken apart; anything else leaves both empty, and is asked for so. */
export interface ZonePlace {
  readonly application: string;
  readonly alias: string;
}

const DEFAULT_ALIAS = 'Default';

/** What the server calls things it does not have. */
const NOT_FOUND = 10051;

const DATA_FAULT = 'vcert error: your data contains problems';

export function splitZone(zone: string): ZonePlace {
  const parts = zone.split('\\');
  return parts.length === 2 ? { application: parts[0] ?? '', alias: parts[1] ?? '' } : { application: '', alias: '' };
}

export async function readZone(client: CloudClient, place: ZonePlace): Promise<Zone> {
  // The template of this name may have to be made first, so the application is looked for.
  if (place.alias === DEFAULT_ALIAS) await readApplication(client, place);
  const { application, alias } = place;
  const path = `applications/${pathEscape(application)}/certificateissuingtemplates/${pathEscape(alias)}`;
  const answer = await client.request('GET', `outagedetection/v1/${path}`);
  if (answer.status === 200) return zoneOf(objectIn(answer));
  throw notFound(answer, 'zone not found', {
    unauthorized: new Error('vcert error: server error: unauthorized or expired access credentials'),
    what: 'Unexpected status code on CyberArk Certificate Manager, SaaS zone read',
  });
}

export async function readApplication(client: CloudClient, { application }: ZonePlace): Promise<Members> {
  const answer = await client.request('GET', `outagedetection/v1/applications/name/${pathEscape(application)}`);
  if (answer.status === 200) return objectIn(answer);
  throw notFound(answer, 'application not found', {
    unauthorized: new Error(`vcert error: server error: ${answer.statusLine}`),
    what: 'Unexpected status code on CyberArk Certificate Manager, SaaS application read',
  });
}

function notFound(answer: Answered, missing: string, texts: { readonly unauthorized: Error; readonly what: string }): Error {
  if (answer.status === 400) return new Error(`${DATA_FAULT}: ${missing}`);
  if (answer.status === 401) return texts.unauthorized;
  return errorsIn(answer).some(({ code }) => code === NOT_FOUND) ? new Error(`${DATA_FAULT}: ${missing}`) : refusal(texts.what, answer);
}

function zoneOf(template: Members): Zone {
  const expressions = (name: string): readonly string[] => memberTexts(template, name).map(anchored);
  const recommended = memberObject(template, 'recommendedSettings');
  const value = (name: string): readonly string[] => listOf(memberText(recommended, name));
  return {
    policy: {
      commonName: expressions('subjectCNRegexes'),
      organization: expressions('subjectORegexes'),
      organizationalUnit: expressions('subjectOURegexes'),
      province: expressions('subjectSTRegexes'),
      locality: expressions('subjectLRegexes'),
      country: expressions('subjectCValues'),
      dnsNames: expressions('sanRegexes'),
      keys: memberList(template, 'keyTypes').filter(isObject).flatMap(allowedKey),
    },
    defaults: {
      organization: value('subjectOValue'),
      organizationalUnit: value('subjectOUValue'),
      province: value('subjectSTValue'),
      locality: value('subjectLValue'),
      country: value('subjectCValue'),
    },
  };
}

function allowedKey(entry: Members): readonly AllowedKey[] {
  const type = memberText(entry, 'keyType').toUpperCase();
  if (type === 'RSA') {
    const sizes = memberList(entry, 'keyLengths').filter((size): size is number => typeof size === 'number');
    return [{ type: 'RSA', sizes: sizes.length === 0 ? KEY_SIZES : sizes }];
  }
  const curves = memberTexts(entry, 'keyCurves').map((curve) => curve.toUpperCase());
  return type === 'EC' ? [{ type: 'ECDSA', curves: curves.length === 0 ? CURVES : curves }] : [];
}

/** url.PathEscape: it leaves what may stand in a segment, but for the characters that divide one. */
export function pathEscape(text: string): string {
  return encodeURIComponent(text)
    .replace(/%(24|26|2B|3D|3A|40)/g, (escaped) => decodeURIComponent(escaped))
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
