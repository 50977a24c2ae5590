/** Time.String of a whole second in UTC: `2030-01-02 03:04:05 +0000 UTC`. Seconds since 1970. */
export function formatDateTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
