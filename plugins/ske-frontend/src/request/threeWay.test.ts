import fc from 'fast-check';
import type { JsonObject } from '@backstage/types';
import { mineOnTop } from './threeWay';

const before = { size: 'small', zone: 'a', disk: { type: 'ssd', gb: 1 } };

it('keeps what each has changed', () => {
  const theirs = { ...before, zone: 'b', disk: { type: 'hdd', gb: 1 } };
  const mine = { ...before, size: 'large', disk: { type: 'ssd', gb: 5 } };
  expect(mineOnTop(before, theirs, mine)).toEqual({
    merged: { size: 'large', zone: 'b', disk: { type: 'hdd', gb: 5 } },
    both: [],
  });
});

it('takes mine where both have changed the same, and names it', () => {
  const theirs = { ...before, disk: { type: 'ssd', gb: 2 } };
  const mine = { ...before, disk: { type: 'ssd', gb: 3 } };
  expect(mineOnTop(before, theirs, mine)).toEqual({
    merged: mine,
    both: [{ path: 'disk.gb', before: 1, theirs: 2, mine: 3 }],
  });
});

it('removes what either has removed', () => {
  const { zone: _, ...withoutZone } = before;
  const { size: __, ...withoutSize } = before;
  expect(mineOnTop(before, withoutZone, withoutSize)).toEqual({
    merged: { disk: before.disk },
    both: [],
  });
  expect(mineOnTop(before, { ...before, zone: 'b' }, withoutZone).both).toEqual(
    [{ path: 'zone', before: 'a', theirs: 'b', mine: undefined }],
  );
});

it('changes nothing of theirs when I have changed nothing, and the other way round', () => {
  const spec = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(
      fc.string(),
      fc.array(fc.integer()),
      fc.dictionary(fc.constantFrom('x', 'y'), fc.integer()),
    ),
  ) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(spec, spec, (from, to) => {
      expect(mineOnTop(from, to, from)).toEqual({ merged: to, both: [] });
      expect(mineOnTop(from, from, to)).toEqual({ merged: to, both: [] });
      expect(mineOnTop(from, to, to)).toEqual({ merged: to, both: [] });
    }),
  );
});
