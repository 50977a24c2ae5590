/** How a component names itself to upstreams: as cert-manager does when it was built without a version. */
export function userAgent(component: string): string {
  return `${component}/canary (linux/amd64) cert-manager/`;
}
