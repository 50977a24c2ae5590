/** Go's path.Join of absolute paths: empty parts are left out, repeated slashes collapse, dots are resolved. */
export function joinPath(...parts: readonly string[]): string {
  const segments: string[] = [];
  for (const segment of parts.flatMap((part) => part.split('/'))) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
