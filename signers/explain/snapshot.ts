import { ApiError } from '../../kube/api-error';
import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import type { SubjectAccessReview, SubjectAccessReviewSpec } from '../../kube/types/authorization';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { Secret } from '../../kube/types/core';
import { climb } from '../engine/climb';
import { isFinding } from '../engine/drive';
import type { Issuer } from '../engine/issuer';
import { issuerResource } from '../engine/resources';
import type { Signers, SignerTools } from '../engine/signer';
import { issuerKey } from '../engine/signer-name';
import type { IssuerRef } from '../engine/signer-name';
import { UnknownFact } from '../engine/steps';
import type { Answer, Question } from '../engine/steps';

/** What is known of the world around one request. Null is known to be absent; a missing entry is not known. */
export interface Snapshot {
  /** By `Kind/namespace/name`. */
  readonly issuers: Readonly<Record<string, Issuer | null>>;
  /** By `namespace/name`. */
  readonly secrets: Readonly<Record<string, Secret | null>>;
  /** By the name in the reviewed attributes: the issuer's, or `*`. */
  readonly reviews: Readonly<Record<string, boolean>>;
}

const UNKNOWN: Answer = { to: 'unknown' };

export const EMPTY_SNAPSHOT: Snapshot = { issuers: {}, secrets: {}, reviews: {} };

export function answerFrom(snapshot: Snapshot, question: Question): Answer {
  if (question.ask === 'issuer') {
    const issuer = entry(snapshot.issuers, issuerKey(question.ref));
    return issuer === undefined ? UNKNOWN : { to: 'issuer', value: issuer ?? undefined };
  }
  if (question.ask === 'secret') {
    const secret = entry(snapshot.secrets, `${question.namespace}/${question.name}`);
    return secret === undefined ? UNKNOWN : { to: 'secret', value: secret ?? undefined };
  }
  if (question.ask === 'upstream' || question.ask === 'token') return UNKNOWN;
  const allowed = entry(snapshot.reviews, question.review.resourceAttributes?.name ?? '');
  return allowed === undefined ? UNKNOWN : { to: 'review', value: allowed };
}

/** Asks an API server for what the way of this request needs, and no more. What the caller may not read stays unknown. */
export async function takeSnapshot(
  client: KubeClient,
  request: CertificateSigningRequest,
  { signers, tools }: { readonly signers: Signers; readonly tools: SignerTools },
): Promise<Snapshot> {
  let snapshot = EMPTY_SNAPSHOT;
  const steps = climb(request, { signers, tools });
  try {
    for (let next = steps.next(); !next.done;) {
      if (isFinding(next.value)) next = steps.next();
      else {
        snapshot = await extended(snapshot, next.value, client);
        next = steps.next(answerFrom(snapshot, next.value));
      }
    }
  } catch (error) {
    // Behind what is not known nothing more is asked for.
    if (!(error instanceof UnknownFact)) throw error;
  }
  return snapshot;
}

async function extended(snapshot: Snapshot, question: Question, client: KubeClient): Promise<Snapshot> {
  if (question.ask === 'issuer') {
    const issuer = await readable(() => readIssuer(client, question.ref));
    return issuer === undefined ? snapshot : { ...snapshot, issuers: { ...snapshot.issuers, [issuerKey(question.ref)]: issuer } };
  }
  if (question.ask === 'secret') {
    const { namespace, name } = question;
    const secret = await readable(() => client.get<Secret>(Resources.secrets, name, { namespace }));
    return secret === undefined ? snapshot : { ...snapshot, secrets: { ...snapshot.secrets, [`${namespace}/${name}`]: secret } };
  }
  if (question.ask === 'upstream' || question.ask === 'token') return snapshot;
  const allowed = await readable(() => review(client, question.review));
  const name = question.review.resourceAttributes?.name ?? '';
  return typeof allowed === 'boolean' ? { ...snapshot, reviews: { ...snapshot.reviews, [name]: allowed } } : snapshot;
}

function readIssuer(client: KubeClient, ref: IssuerRef): Promise<Issuer> {
  return client.get<Issuer>(issuerResource(ref.kind), ref.name, ref.kind === 'Issuer' ? { namespace: ref.namespace } : {});
}

async function review(client: KubeClient, spec: SubjectAccessReviewSpec): Promise<boolean> {
  const answer = await client.create<SubjectAccessReview>(Resources.subjectAccessReviews, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: {},
    spec,
  });
  return answer.status?.allowed === true;
}

/** Null when there is none, undefined when the server will not say. */
async function readable<T>(read: () => Promise<T>): Promise<T | null | undefined> {
  try {
    return await read();
  } catch (error) {
    return error instanceof ApiError && error.code === 404 ? null : undefined;
  }
}

function entry<T>(of: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
