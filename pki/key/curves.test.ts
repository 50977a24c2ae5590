import assert from 'node:assert/strict';
import { p256, p384, p521 } from '@noble/curves/nist';
import { checkUncompressedPoint, curveByName } from './curves';
import { toOctets } from '../big';

const CURVES = [
  ['P-256', p256],
  ['P-384', p384],
  ['P-521', p521],
] as const;

describe('curves', () => {
  for (const [name, reference] of CURVES) {
    it(`${name} has the field, coefficient and order others know it by`, () => {
      const { p, b, n } = curveByName(name);
      const known = reference.Point.CURVE();
      assert.deepEqual([p, b, n], [known.p, known.b, known.n]);
    });

    it(`${name} contains its base point and not the point beside it`, () => {
      const curve = curveByName(name);
      const point = reference.Point.BASE.toBytes(false);
      checkUncompressedPoint(curve, point);
      const beside = point.with(-1, (point.at(-1) ?? 0) ^ 1);
      assert.throws(() => checkUncompressedPoint(curve, beside), { message: `${name.replace('-', '')} point not on curve` });
    });
  }

  it('coordinates beyond the field are refused in the words of each curve', () => {
    const refusals = (['P-224', 'P-256', 'P-384', 'P-521'] as const).map((name) => {
      const { p, size } = curveByName(name);
      const point = Uint8Array.from([4, ...toOctets(p, size), ...toOctets(1n, size)]);
      try {
        checkUncompressedPoint(curveByName(name), point);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : undefined;
      }
    });
    assert.deepEqual(refusals, [
      'invalid P224Element encoding',
      'invalid P256 element encoding',
      'invalid P384Element encoding',
      'invalid P521Element encoding',
    ]);
  });
});
