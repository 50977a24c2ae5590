import type { Call, Target } from './call';
import { ApiError } from '../../../kube/api-error';
import { MEDIA_TYPES, negotiate, notAcceptable, type Media, type Negotiated, type Offer } from './media-type';

const BUILTIN: readonly Media[] = ['json', 'yaml', 'protobuf'];
const PLAIN: Negotiated = { media: 'json', pretty: false };

/** How this call's objects are to be written. Throws 406. */
export function negotiateObject(call: Call, target: Target): Negotiated {
  const accept = call.header('accept');
  if (accept === '' || accept === 'application/json' || accept === '*/*') return PLAIN;
  const { custom } = target.definition;
  const negotiated = negotiate(accept, custom ? CUSTOM_OFFER : offerOf(target));
  if (negotiated === undefined) throw notAcceptable(BUILTIN);
  return negotiated;
}

/** How this call's events are to be written. Throws 406. */
export function negotiateStream(call: Call, target: Target): Negotiated {
  const accept = call.header('accept');
  if (accept === '' || accept === 'application/json' || accept === '*/*') return PLAIN;
  const negotiated = negotiate(accept, target.definition.custom ? CUSTOM_STREAMS : STREAMS);
  if (negotiated !== undefined) return negotiated;
  const types = STREAMS.media.map((media) => `${MEDIA_TYPES[media]};stream=watch`);
  throw ApiError.of({ code: 406, reason: 'NotAcceptable', message: `only the following media types are accepted: ${types.join(', ')}` });
}

const STREAMS: Offer = { media: ['json', 'protobuf'], table: true, partial: true };
const CUSTOM_STREAMS: Offer = { ...STREAMS, protobufOnlyForPartial: true };
const CUSTOM_OFFER: Offer = { media: BUILTIN, table: true, partial: true, protobufOnlyForPartial: true };
const FULL_OFFER: Offer = { media: BUILTIN, table: true, partial: true };
const PLAIN_OFFER: Offer = { media: BUILTIN, table: false, partial: true };

/** Upstream's storage of other subresources has no printer. */
const PRINTING: ReadonlySet<string> = new Set(['', 'status', 'scale']);

function offerOf({ endpoint }: Target): Offer {
  const prints = PRINTING.has(endpoint.subresource) && endpoint.strategy.noTable !== true && endpoint.action === undefined;
  return prints ? FULL_OFFER : PLAIN_OFFER;
}
