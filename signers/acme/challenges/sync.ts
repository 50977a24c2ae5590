import type { Clock } from '../../../base/env/ports';
import { formatDuration, goQuote, parseDuration } from '../../../base/go';
import { timeText } from '../../../kube/time';
import { asError, warning, type EventNote } from '../../engine/outcome';
import { AcmeError, AuthorizationError } from '../client/error';
import type { RegisteredAccount } from '../clients';
import { isFinal, type ChallengeObject, type ChallengeStatus } from '../objects';
import { judge, MALFORMED } from './judge';

/** What presents a challenge to the world, and takes it away again. */
export interface Presenter {
  present(challenge: ChallengeObject): Promise<void>;
  /** Resolves when the challenge can be seen from here; rejects with why not yet. */
  check(challenge: ChallengeObject): Promise<void>;
  cleanUp(challenge: ChallengeObject): Promise<void>;
}

export interface ChallengeSync {
  readonly challenge: ChallengeObject;
  readonly account: RegisteredAccount;
  readonly presenter: Presenter;
  readonly clock: Clock;
  /** Told at once: what follows may take minutes. */
  readonly tell: (event: EventNote) => void;
}

export interface ChallengeResult {
  readonly status: ChallengeStatus;
  readonly error?: Error;
  /** Milliseconds. */
  readonly lookAgain?: number;
}

// cert-manager's for an authorization, and between two self checks.
const AUTHORIZATION_LIMIT = 120_000;
const CHECK_PERIOD = 10_000;

/** Section 9.8 from step 5 on: one look at a Challenge that is being processed. */
export async function syncChallenge(sync: ChallengeSync): Promise<ChallengeResult> {
  const status = sync.challenge.status ?? {};
  if ((status.state ?? '') === '') return learnState(sync, status);
  const presented = status.presented === true ? { status } : await present(sync, status);
  if (presented.error !== undefined) return presented;
  return (await readiness(sync, presented.status)) ?? (await accept(sync, presented.status));
}

/** The authorization is asked, not the challenge. */
async function learnState({ challenge, account }: ChallengeSync, status: ChallengeStatus): Promise<ChallengeResult> {
  const { authorizationURL = '', url = '' } = challenge.spec ?? {};
  try {
    const { challenges } = await account.client.authorization(authorizationURL);
    const found = challenges.find((each) => each.url === url);
    if (found === undefined) throw new Error('challenge was not present in authorization');
    if (found.status === '') {
      return { status, error: new Error('could not determine acme challenge status. retrying after applying back-off') };
    }
    return { status: { ...status, state: found.status } };
  } catch (error) {
    return judge(status, error);
  }
}

async function present({ challenge, presenter, clock, tell }: ChallengeSync, status: ChallengeStatus): Promise<ChallengeResult> {
  try {
    await presenter.present(challenge);
  } catch (error) {
    const { message } = asError(error);
    tell(warning('PresentError', `Error presenting challenge: ${message}`));
    return { status: { ...status, reason: message }, error: asError(error) };
  }
  const message = `Presented challenge using ${challenge.spec?.type ?? ''} challenge mechanism`;
  tell({ type: 'Normal', reason: 'Presented', message });
  const { reason: _old, ...rest } = status;
  return { status: { ...rest, presented: true, presentedAt: timeText(clock.now()) } };
}

/** Undefined when the server may look now. */
async function readiness(sync: ChallengeSync, status: ChallengeStatus): Promise<ChallengeResult | undefined> {
  const { challenge, presenter } = sync;
  const { solver, type = '' } = challenge.spec ?? {};
  const wait = (solver as { readonly waitInsteadOfSelfCheck?: string } | undefined)?.waitInsteadOfSelfCheck;
  if (wait !== undefined) return waiting(sync, status, wait);
  try {
    await presenter.check(challenge);
    return undefined;
  } catch (error) {
    const reason = `Waiting for ${type} challenge propagation: ${asError(error).message}`;
    return { status: { ...status, reason }, lookAgain: CHECK_PERIOD };
  }
}

/**
 * The reason says how long is left, and is written every ten seconds only: cert-manager's changes with every look, and each change wakes
 * it again.
 */
function waiting({ challenge, clock }: ChallengeSync, status: ChallengeStatus, wait: string): ChallengeResult | undefined {
  const since = Date.parse(status.presentedAt ?? '');
  const end = since + Number(parseDuration(wait) / 1_000_000n);
  const left = end - clock.now();
  if (left <= 0) return undefined;
  const type = challenge.spec?.type ?? '';
  const suffix = `before accepting ${type} challenge without self-check`;
  const lookAgain = Math.min(left, CHECK_PERIOD);
  const told = /^Waiting (\S+) before accepting/.exec(status.reason ?? '')?.[1];
  const toldLeft = told === undefined ? Infinity : Number(parseDuration(told) / 1_000_000n);
  if (told !== undefined && toldLeft - left < CHECK_PERIOD - 1) return { status, lookAgain };
  const text = formatDuration(BigInt(Math.round(left * 1000)) * 1000n);
  return { status: { ...status, reason: `Waiting ${text} ${suffix}` }, lookAgain };
}

async function accept(sync: ChallengeSync, status: ChallengeStatus): Promise<ChallengeResult> {
  const { challenge, account, tell } = sync;
  const { authorizationURL = '', dnsName = '', type = '' } = challenge.spec ?? {};
  const told = await tellServer(sync, status);
  if (told.error !== undefined || isFinal(told.status.state)) return told;
  const accepted = told.status;
  try {
    const { status: state } = await account.client.awaitAuthorization(authorizationURL, AUTHORIZATION_LIMIT);
    const message = `Domain ${goQuote(dnsName)} verified with ${goQuote(type)} validation`;
    tell({ type: 'Normal', reason: 'DomainVerified', message });
    return { status: { ...accepted, state, reason: 'Successfully authorized domain' } };
  } catch (error) {
    if (!(error instanceof AuthorizationError)) return judge(accepted, error);
    tell(warning('Failed', `Accepting challenge authorization failed: ${error.message}`));
    return { status: { ...accepted, state: 'invalid', reason: `Error accepting authorization: ${error.message}` } };
  }
}

/** Says that the challenge is met. */
async function tellServer({ challenge, account }: ChallengeSync, status: ChallengeStatus): Promise<ChallengeResult> {
  try {
    const { status: state } = await account.client.accept(challenge.spec?.url ?? '');
    return { status: state === '' ? status : { ...status, state } };
  } catch (error) {
    if (isAtWork(error)) return { status: { ...status, state: 'processing' } };
    return judge({ ...status, reason: `Error accepting challenge: ${asError(error).message}` }, error);
  }
}

/**
 * Whether the server was told before, and the answer lost: it refuses to be told again while it validates (RFC 8555 section 7.1.6), and
 * says so in words only. cert-manager takes the Challenge for expired and its solver away, under the eyes of the server.
 */
function isAtWork(error: unknown): boolean {
  return error instanceof AcmeError && error.problem === MALFORMED && / status processing\b/.test(error.message);
}
