import { UNSUPPORTED_MEDIA_TYPE } from './signer-under-test';

interface Attaching {
  attach(text: string, mediaType: string): unknown;
}

/** Ends a scenario whose capability is not claimed, with the reason attached. Returns what the hook has to return. */
export function skipUnsupported(
  world: Attaching,
  pickle: { readonly tags: readonly { readonly name: string }[] },
  reasons: Readonly<Record<string, string>>,
): 'skipped' | undefined {
  const capability = pickle.tags.map(({ name }) => name.slice(1)).find((name) => name in reasons);
  if (capability === undefined) return undefined;
  world.attach(reasons[capability] ?? '', UNSUPPORTED_MEDIA_TYPE);
  return 'skipped';
}
