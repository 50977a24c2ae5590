import { rfc3339, type Authority } from './call';
import type { Account, Authorization, Challenge, ChallengeType } from './model';
import { problemDocument, type ProblemDocument } from './problem';
import { checkCaa } from './validation/caa';
import { validateDns01 } from './validation/dns-01';
import { validateHttp01 } from './validation/http-01';
import { validateTlsAlpn01 } from './validation/tls-alpn-01';
import { ValidationFailure, type Probe, type Validator } from './validation/probe';

interface Subject {
  readonly challenge: Challenge;
  readonly authorization: Authorization;
  readonly account: Account;
  readonly accountUrl: string;
}

const VALIDATORS: Readonly<Record<ChallengeType, Validator>> = {
  'http-01': validateHttp01,
  'dns-01': validateDns01,
  'tls-alpn-01': validateTlsAlpn01,
};

/** Looks for the answer to a challenge in the background and writes what it found. */
export function startValidation(authority: Authority, subject: Subject): void {
  const { clock, validationDelay = 0 } = authority.options;
  clock.setTimer(validationDelay, () => {
    void validate(authority, subject).then((error) => settle(authority, subject, error));
  });
}

async function validate(
  { options, faults }: Authority,
  { challenge, authorization, account, accountUrl }: Subject,
): Promise<ProblemDocument | undefined> {
  const exchange = { method: 'GET', path: authorization.identifier.value, operation: challenge.type };
  const fault = faults.inProtocol('invalid', exchange);
  if (fault !== undefined) return problemDocument('unauthorized', String(fault.value ?? 'this validation was asked to fail'));
  if (options.alwaysValid === true) return undefined;
  const keyAuthorization = `${challenge.token}.${account.thumbprint}`;
  const probe: Probe = { options, identifier: authorization.identifier, token: challenge.token, keyAuthorization };
  try {
    await VALIDATORS[challenge.type](probe);
    const { identifier, wildcard } = authorization;
    if (identifier.type === 'dns')
      await checkCaa(options.resolver, { name: identifier.value, wildcard, method: challenge.type, accountUrl });
    return undefined;
  } catch (error) {
    if (error instanceof ValidationFailure) return problemDocument(error.type, error.message);
    return problemDocument('serverInternal', `the validation itself failed: ${String(error)}`);
  }
}

function settle(authority: Authority, { challenge, authorization }: Subject, error: ProblemDocument | undefined): void {
  const { state, options } = authority;
  if (authorization.status !== 'pending') return;
  if (error === undefined) {
    challenge.validated = rfc3339(options.clock.now());
    challenge.status = 'valid';
    authorization.status = 'valid';
    state.rememberValid(authorization);
    return;
  }
  challenge.error = error;
  challenge.status = 'invalid';
  authorization.status = 'invalid';
  for (const order of state.orders.values()) if (order.authorizations.includes(authorization.id)) order.error = error;
}
