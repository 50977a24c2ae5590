import type { GroupVersionKind, GroupVersionResource, KubeObject } from '../../../../kube/meta';
import type { AdmissionAttributes } from '../../model/admission';
import type { UserInfo } from '../../model/request-context';
import { endpointBytes, withKind } from '../../pipeline/encode';
import { gvrOf } from '../../pipeline/place';
import type { Target } from '../../pipeline/call';
import { viewOf } from '../../pipeline/view';
import { converted } from './seen';
import type { Invocation } from './invocation';

export type ReviewVersion = 'v1' | 'v1beta1';

/** Of admission.k8s.io, with the objects as JSON has them; null where there is none. */
export interface AdmissionRequest {
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly [member: string]: unknown;
}

interface Ask {
  readonly uid: string;
  readonly version: ReviewVersion;
}

/** The AdmissionReview that a webhook is sent. */
export function reviewRequest(attributes: AdmissionAttributes, invocation: Invocation, { uid, version }: Ask): Uint8Array {
  const request = { uid, ...admissionRequest(attributes, invocation) };
  const review = { kind: 'AdmissionReview', apiVersion: `admission.k8s.io/${version}`, request };
  return new TextEncoder().encode(JSON.stringify(review));
}

/** An AdmissionRequest but for its uid, members in Go's order. `attributes` carry the objects as the request names them. */
export function admissionRequest(attributes: AdmissionAttributes, { requested, seen }: Omit<Invocation, 'hook'>): AdmissionRequest {
  const { subresource, name, namespace, operation, object, oldObject, options, context } = attributes;
  const shown = (one: KubeObject | undefined): unknown => (one === undefined ? null : documentOf(converted(one, requested, seen), seen));
  return {
    kind: kindOf(seen.endpoint.kind),
    resource: resourceOf(gvrOf(seen)),
    ...textMember('subResource', subresource),
    requestKind: kindOf(attributes.kind),
    requestResource: resourceOf(attributes.resource),
    ...textMember('requestSubResource', subresource),
    ...textMember('name', name),
    ...textMember('namespace', namespace),
    operation,
    userInfo: userInfo(context.user),
    object: shown(object),
    oldObject: shown(oldObject),
    dryRun: context.dryRun,
    options,
  };
}

/** An object as a client of the endpoint sees it. */
export function documentOf(object: KubeObject, target: Target): unknown {
  const { endpoint } = target;
  return JSON.parse(new TextDecoder().decode(withKind(endpointBytes(viewOf(target, object), endpoint), endpoint.kind)));
}

function kindOf({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, version, kind };
}

function resourceOf({ group, version, resource }: GroupVersionResource): GroupVersionResource {
  return { group, version, resource };
}

function textMember(name: string, value: string): object {
  return value === '' ? {} : { [name]: value };
}

function userInfo({ name, uid, groups, extra }: UserInfo): object {
  return {
    ...textMember('username', name),
    ...textMember('uid', uid),
    ...(groups.length === 0 ? {} : { groups }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}
