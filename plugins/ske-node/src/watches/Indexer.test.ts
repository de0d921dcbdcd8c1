import type { Manifest } from '@syntasso/plugin-ske-common';
import { Indexer } from './Indexer';

const work = (resourceVersion: string, spec = { a: 1 }): Manifest => ({
  apiVersion: 'v1',
  kind: 'Work',
  metadata: { name: 'one', namespace: 'default', resourceVersion },
  spec,
});

it.each([
  ['is no change where only a part is kept', true, 1],
  ['is a change where all is kept', false, 2],
])('the same content in a new version %s', (_, keepsPart, changes) => {
  const onChange = jest.fn();
  const indexer = new Indexer({}, onChange, { keepsPart });
  indexer.upsert(work('1'));
  indexer.upsert(work('2'));
  expect(onChange).toHaveBeenCalledTimes(changes);
  indexer.upsert(work('3', { a: 2 }));
  expect(onChange).toHaveBeenCalledTimes(changes + 1);
  expect(indexer.get('default', 'one')).toEqual(work('3', { a: 2 }));
});
