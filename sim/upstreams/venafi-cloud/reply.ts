import type { HttpResponse } from '../../../base/env/http';
import { answer } from '../common';

/** Answered as `{"errors": [{code, message, args}]}`. */
export class CloudFault extends Error {
  override readonly name = 'CloudFault';

  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly args: readonly string[] = [],
  ) {
    super(message);
  }

  response(): HttpResponse {
    const { code, message, args } = this;
    return answer(this.status, { errors: [{ code, message, args }] });
  }
}

/** The vendor's numbers, as far as they are known. */
export const CODE = {
  notFound: 10051,
  unknownKey: 10501,
  unreadableRequest: 10702,
  invalidName: 10726,
  notAllowed: 10701,
  notReady: 10402,
} as const;
