const AWARE = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STABILITY: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };

/** apimachinery's CompareKubeAwareVersionStrings, the preferred version first: stable ones, then beta, then alpha, then what is none. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [AWARE.exec(a), AWARE.exec(b)];
  if (left === null || right === null) {
    if (left !== null) return -1;
    if (right !== null) return 1;
    return a < b ? -1 : Number(a > b);
  }
  const [x, y] = [rankOf(left), rankOf(right)];
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
}

function rankOf([, major = '0', stability, minor = '0']: RegExpExecArray): readonly [number, number, number] {
  return [stability === undefined ? 2 : (STABILITY[stability] ?? 0), Number(major), Number(minor)];
}
