const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const WHOLE = new RegExp(`^(?:${SUBDOMAIN})$`);

/** apimachinery's IsDNS1123Subdomain: what is wrong with a name, in its words. */
export function subdomainProblems(name: string): string[] {
  return [
    ...(name.length > 253 ? ['must be no more than 253 characters'] : []),
    ...(WHOLE.test(name)
      ? []
      : [
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
            `alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
        ]),
  ];
}
