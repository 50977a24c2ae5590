/** Whether text has the form host[:port] as net.SplitHostPort sees it; neither part is looked into. */
export function isNameserver(text: string): boolean {
  const trimmed = text.trim();
  const host = splitHost(trimmed) ?? '';
  return host !== '';
}

/** The host, the whole text where only the port is missing, or undefined where the colons and brackets do not fit. */
function splitHost(text: string): string | undefined {
  const colon = text.lastIndexOf(':');
  const withoutPort = text.replace(/^[[\]]+|[[\]]+$/g, '');
  if (colon < 0) return withoutPort;
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    return /[:[\]]/.test(host) || /[[\]]/.test(text.slice(colon)) ? undefined : host;
  }
  const end = text.indexOf(']');
  if (end < 0) return undefined;
  if (end + 1 !== colon) return text[end + 1] === ':' ? undefined : withoutPort;
  return text.includes('[', 1) || text.includes(']', end + 1) ? undefined : text.slice(1, end);
}
