/** The order in which go-yaml writes keys: numbers inside count as numbers, letters come after everything else. */
export function compareYamlKeys(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x = '', y = ''] = [a[i], b[i]];
    if (x === y) continue;
    const [isLetter, isOtherLetter] = [/\p{L}/u.test(x), /\p{L}/u.test(y)];
    if (isLetter && isOtherLetter) return codePoint(x) - codePoint(y);
    if (isLetter || isOtherLetter) return isOtherLetter ? -1 : 1;
    return compareNumbers(a, b, i);
  }
  return a.length - b.length;
}

function compareNumbers(a: readonly string[], b: readonly string[], at: number): number {
  const insideNumber = (a[at] === '0' || b[at] === '0') && followsDigit(a, at);
  const [x, y] = [numberAt(a, at, insideNumber), numberAt(b, at, insideNumber)];
  if (x.value !== y.value) return x.value < y.value ? -1 : 1;
  if (x.end !== y.end) return x.end - y.end;
  return codePoint(a[at] ?? '') - codePoint(b[at] ?? '');
}

/** A digit other than zero stands before, with nothing but digits between: a zero here counts. */
function followsDigit(chars: readonly string[], at: number): boolean {
  for (let j = at - 1; j >= 0 && isDigit(chars[j]); j--) {
    if (chars[j] !== '0') return true;
  }
  return false;
}

function numberAt(chars: readonly string[], at: number, insideNumber: boolean): { readonly value: bigint; readonly end: number } {
  let end = at;
  while (isDigit(chars[end])) end++;
  return { value: BigInt((insideNumber ? '1' : '') + (chars.slice(at, end).join('') || (insideNumber ? '' : '0'))), end };
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}
