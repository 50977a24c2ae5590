import type { HttpRequest, Peer } from '../../../../base/env/http';
import type { UserInfo as WireUser } from '../../../../kube/types/authentication';
import type { RequestInfo, UserInfo } from '../../model/request-context';
import { headerValues } from '../authentication/bearer';
import type { AuditObjectReference } from './audit-event';

export interface AuditRequest {
  readonly auditId: string;
  readonly request: HttpRequest;
  readonly peer: Peer;
  readonly info: RequestInfo;
  /** The caller, before impersonation; absent for one that could not be authenticated. */
  readonly user?: UserInfo;
}

const MAX_USER_AGENT = 1024;

/** What an audit event says of a request before it is served. */
export function requestFacts({ request, peer, info }: AuditRequest) {
  const agent = headerValues(request.headers, 'user-agent')[0] ?? '';
  const addresses = sourceAddresses(request, peer);
  return {
    requestURI: request.path,
    verb: info.verb,
    ...(addresses.length === 0 ? {} : { sourceIPs: addresses }),
    ...(agent === '' ? {} : { userAgent: agent.length > MAX_USER_AGENT ? `${agent.slice(0, MAX_USER_AGENT)}...TRUNCATED` : agent }),
    ...(info.isResourceRequest ? { objectRef: referenceOf(info) } : {}),
  };
}

/** As events show a user: empty members left out. */
export function auditUser({ name, uid, groups, extra }: UserInfo): WireUser {
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(Object.keys(extra).length === 0
      ? {}
      : { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
  };
}

function referenceOf(info: RequestInfo): AuditObjectReference {
  const { resource, namespace, name, apiGroup, apiVersion, subresource } = info;
  const members = Object.entries({ resource, namespace, name, apiGroup, apiVersion, subresource });
  return Object.fromEntries(members.filter(([, value]) => value !== ''));
}

/** Those whom proxies name, then the peer itself. */
function sourceAddresses({ headers }: HttpRequest, { address }: Peer): string[] {
  const forwarded = (headerValues(headers, 'x-forwarded-for')[0] ?? '').split(',').map((part) => part.trim());
  const addresses = forwarded.filter(isAddress);
  const real = headerValues(headers, 'x-real-ip')[0] ?? '';
  if (isAddress(real) && !addresses.includes(real)) addresses.push(real);
  const peer = address?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  if (isAddress(peer) && addresses.at(-1) !== peer) addresses.push(peer);
  return addresses;
}

function isAddress(text: string): boolean {
  return /^\d+(\.\d+){3}$/.test(text) || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text));
}
