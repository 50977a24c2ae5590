import type { UpstreamCase } from '../case';

export function isAcme({ issuer }: UpstreamCase): boolean {
  const { spec } = issuer as { spec?: { acme?: unknown } };
  return spec?.acme !== undefined;
}
