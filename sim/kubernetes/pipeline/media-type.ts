import { ApiError } from '../../../kube/api-error';

export type Media = 'json' | 'yaml' | 'protobuf';

export const MEDIA_TYPES = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
} as const satisfies Readonly<Record<Media, string>>;

/** What a body may be turned into for the client. */
export interface Transform {
  readonly kind: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
  /** Of meta.k8s.io. */
  readonly version: 'v1' | 'v1beta1';
}

export interface Negotiated {
  readonly media: Media;
  readonly transform?: Transform;
  /** The client asked for indentation by a media type parameter. */
  readonly pretty: boolean;
}

/** What an endpoint can answer with. */
export interface Offer {
  /** In the order of preference. */
  readonly media: readonly Media[];
  readonly table: boolean;
  readonly partial: boolean;
  /** Custom resources: their metadata is served as protobuf, they themselves are not. */
  readonly protobufOnlyForPartial?: boolean;
}

interface Clause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

const BY_TYPE: Readonly<Record<string, Media>> = Object.fromEntries(
  Object.entries(MEDIA_TYPES).map(([media, type]) => [type, media as Media]),
);
const PLAIN: Negotiated = { media: 'json', pretty: false };

/** Whether the router lets the request pass: the bare type is produced, or anything is fine. Letter case counts, `q=0` does not. */
export function routerAccepts(accept: string, produced: readonly string[]): boolean {
  if (accept === '' || accept === '*/*') return true;
  return accept.split(',').some((part) => {
    const type = (part.split(';')[0] ?? '').trim();
    return type === '*/*' || produced.includes(type);
  });
}

/** 406 as the router says it. */
export function routerNotAcceptable(produced: readonly string[]): ApiError {
  return ApiError.notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${produced.join(', ')}`);
}

/** The first clause, by quality and then as listed, that the endpoint can serve. */
export function negotiate(accept: string, offer: Offer): Negotiated | undefined {
  if (accept === '' || accept === '*/*' || accept === MEDIA_TYPES.json) return PLAIN;
  for (const clause of clausesOf(accept)) {
    const found = acceptable(clause, offer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** 406 as a handler says it. */
export function notAcceptable(media: readonly Media[]): ApiError {
  const types = media.map((one) => MEDIA_TYPES[one]).join(', ');
  return ApiError.of({ code: 406, reason: 'NotAcceptable', message: `only the following media types are accepted: ${types}` });
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return ApiError.of({ code: 415, reason: 'UnsupportedMediaType', message });
}

/** Of a request body; undefined for what nobody here reads. Nothing said means JSON. */
export function bodyMedia(contentType: string): Media | undefined {
  return contentType === '' ? 'json' : BY_TYPE[bareType(contentType)];
}

/** Lower case, without parameters. */
export function bareType(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}

function acceptable({ type, parameters }: Clause, offer: Offer): Negotiated | undefined {
  const transform = transformOf(parameters);
  if (transform === null) return undefined;
  const media = offer.media.find((one) => matches(type, MEDIA_TYPES[one]) && allowed(one, transform, offer));
  if (media === undefined) return undefined;
  const pretty = parameters.pretty === '1';
  return transform === undefined ? { media, pretty } : { media, transform, pretty };
}

function allowed(media: Media, transform: Transform | undefined, offer: Offer): boolean {
  if (transform?.kind === 'Table') return offer.table && media !== 'protobuf';
  if (transform !== undefined) return offer.partial;
  return media !== 'protobuf' || offer.protobufOnlyForPartial !== true;
}

/** Null for a transformation that nobody offers. */
function transformOf(parameters: Readonly<Record<string, string>>): Transform | undefined | null {
  const { as: kind, g: group, v: version } = parameters;
  if (kind === undefined && group === undefined && version === undefined) return undefined;
  if (group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return null;
  return kind === 'Table' || kind === 'PartialObjectMetadata' || kind === 'PartialObjectMetadataList' ? { kind, version } : null;
}

function matches(wanted: string, type: string): boolean {
  if (wanted === type || wanted === '*/*') return true;
  return wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1));
}

const parsed = new Map<string, readonly Clause[]>();
// Clients send a handful of different headers; whoever makes up new ones for every request must not fill the memory.
const PARSED_LIMIT = 500;

function clausesOf(accept: string): readonly Clause[] {
  const known = parsed.get(accept);
  if (known !== undefined) return known;
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  const clauses = accept.split(',').flatMap(parseClause);
  const sorted = clauses.sort((a, b) => b.quality - a.quality || wildness(a) - wildness(b));
  parsed.set(accept, sorted);
  return sorted;
}

function wildness({ type }: Clause): number {
  if (type === '*/*') return 2;
  return type.endsWith('/*') ? 1 : 0;
}

function parseClause(text: string): Clause[] {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  if (!type.includes('/')) return type === '*' ? [{ type: '*/*', parameters: {}, quality: 1 }] : [];
  const pairs = rest.map((part): [string, string] => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part, ''] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
  });
  const parameters = Object.fromEntries(pairs.filter(([key]) => key !== 'q'));
  const quality = Number(pairs.find(([key]) => key === 'q')?.[1] ?? 1);
  return [{ type, parameters, quality: Number.isNaN(quality) ? 1 : quality }];
}
