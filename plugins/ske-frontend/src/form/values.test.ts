import { fieldId } from './values';

it('gives each path an id of its own, without spaces', () => {
  const paths = [
    ['a', 'b'],
    ['a_b'],
    ['a', '_b'],
    ['a_', 'b'],
    ['a b'],
    ['a%20b'],
    ['a\tb'],
    ['a', '', 'b'],
  ];
  const ids = paths.map(path => fieldId('root', path));
  expect(new Set(ids).size).toBe(paths.length);
  expect(ids[0]).toBe('root_a_b');
  expect(ids.filter(id => /\s/.test(id))).toEqual([]);
});
