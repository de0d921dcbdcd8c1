import { StuckEntities } from './StuckEntities';

const [a, b, c] = ['a', 'b', 'c'].map(name => `component:default/${name}`);
const entity = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations: { 'kratix.io/type': 'resource' } },
});

it('names what is missing twice in a row, and only once', () => {
  const stuck = new StuckEntities();
  const shown = new Set([a]);
  expect(stuck.update([a, b], shown).stuck).toEqual([]);
  expect(stuck.update([a, b, c], shown).stuck).toEqual([b]);
  expect(stuck.update([a, b, c], shown).stuck).toEqual([c]);
  expect(stuck.update([a, b, c], shown).stuck).toEqual([]);
});

it('leaves alone what came in between', () => {
  const stuck = new StuckEntities();
  stuck.update([a], new Set());
  stuck.update([a], new Set([a]));
  expect(stuck.update([a], new Set()).stuck).toEqual([]);
});

it('waits for a catalog that still works', () => {
  const stuck = new StuckEntities();
  stuck.update([a, b, c], new Set());
  expect(stuck.update([a, b, c], new Set([a])).stuck).toEqual([]);
  expect(stuck.update([a, b, c], new Set([a])).stuck).toEqual([b, c]);
});

it('marks what is stuck until it is shown, and nothing else', () => {
  const stuck = new StuckEntities();
  stuck.update([a, b], new Set([a]));
  expect(stuck.withMark(entity('b'))).toEqual(entity('b'));
  stuck.update([a, b], new Set([a]));
  expect(stuck.withMark(entity('b')).metadata.annotations).toEqual({
    'kratix.io/type': 'resource',
    'kratix.io/published-again': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(stuck.withMark(entity('a'))).toEqual(entity('a'));

  expect(stuck.update([a, b], new Set([a, b]))).toEqual({
    stuck: [],
    unmarked: [b],
  });
  expect(stuck.withMark(entity('b'))).toEqual(entity('b'));
});

it('forgets the mark of what is not published any more', () => {
  const stuck = new StuckEntities();
  stuck.update([b], new Set());
  stuck.update([b], new Set());
  expect(stuck.update([], new Set()).unmarked).toEqual([b]);
});
