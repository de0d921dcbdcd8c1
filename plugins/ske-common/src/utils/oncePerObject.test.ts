import { oncePerObject } from './oncePerObject';

it('works once for the same object, also when there is no answer', () => {
  const work = jest.fn((object: { name?: string }) => object.name);
  const nameOf = oncePerObject(work);
  const [named, nameless] = [{ name: 'cache' }, {}];
  expect([named, named, nameless, nameless].map(nameOf)).toEqual([
    ...['cache', 'cache'],
    ...[undefined, undefined],
  ]);
  expect(work).toHaveBeenCalledTimes(2);
  // Another object that says the same is another one.
  expect(nameOf({ name: 'cache' })).toBe('cache');
  expect(work).toHaveBeenCalledTimes(3);
});
