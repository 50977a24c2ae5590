import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS | Error>();
// Rules come from definitions, but an expression may build as many patterns as it likes.
const LIMIT = 1000;

/** Go's regular expressions. Throws an Error for a pattern that is none. */
export function regex(pattern: string): RE2JS {
  const known = compiled.get(pattern) ?? compile(pattern);
  if (known instanceof Error) throw known;
  return known;
}

export function regexProblem(pattern: string): string | undefined {
  const known = compiled.get(pattern) ?? compile(pattern);
  return known instanceof Error ? known.message : undefined;
}

function compile(pattern: string): RE2JS | Error {
  if (compiled.size >= LIMIT) compiled.clear();
  const made = attempt(pattern);
  compiled.set(pattern, made);
  return made;
}

function attempt(pattern: string): RE2JS | Error {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
