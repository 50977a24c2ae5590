/** An Event as the recorder wants it; `reason` is the same word in events, conditions, logs and explanations. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What one look at a request came to. Every signer returns one of these; only `applyOutcome` acts on them. */
export type Outcome =
  /** Write the certificate, then tell. */
  | { readonly kind: 'issued'; readonly certificate: string; readonly event: EventNote }
  /** Nothing to do until something changes. `annotations` are what is to be remembered: writing them is such a change. */
  | { readonly kind: 'wait'; readonly event?: EventNote; readonly annotations?: Readonly<Record<string, string>> }
  /** Ask again after a back-off. */
  | { readonly kind: 'retry'; readonly error: Error; readonly event?: EventNote }
  /** Write a Failed condition; it is final. Its message is the event's unless given. */
  | { readonly kind: 'failed'; readonly event: EventNote; readonly conditionMessage?: string };

/** `pem` is what goes, base64-encoded, into status.certificate. */
export function issued(pem: string, message: string): Outcome {
  return { kind: 'issued', certificate: pem, event: { type: 'Normal', reason: 'CertificateIssued', message } };
}

export function waitFor(reason: string, message: string): Outcome {
  return { kind: 'wait', event: warning(reason, message) };
}

/** The upstream has been asked: what it is to be asked by next time is written on the request. */
export function remember(annotations: Readonly<Record<string, string>>): Outcome {
  return { kind: 'wait', annotations };
}

/** Somebody else's business: no event, no retry. */
export const LEAVE: Outcome = { kind: 'wait' };

export function retry(error: unknown, event?: EventNote): Outcome {
  return { kind: 'retry', error: asError(error), ...(event === undefined ? {} : { event }) };
}

export function failed(reason: string, message: string, conditionMessage?: string): Outcome {
  return { kind: 'failed', event: warning(reason, message), ...(conditionMessage === undefined ? {} : { conditionMessage }) };
}

export function warning(reason: string, message: string): EventNote {
  return { type: 'Warning', reason, message };
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
