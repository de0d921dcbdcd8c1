import { watchHealth } from './watchHealth';

/** Watches of which one tells of changes, and whose offerings cannot be read if so said. */
function newLive(byName: () => undefined) {
  let onChange: (change: object) => void = () => {};
  const live = {
    healths: { subscribe: () => () => {} },
    offerings: { byName },
    entities: { objects: {}, healths: undefined },
    healthDependencies: () => [
      {
        watch: {
          subscribe: (listener: { onChange: typeof onChange }) => {
            onChange = listener.onChange;
            return () => {};
          },
        },
        subjectsOf: () => [{ offering: 'redis' }, { offering: 'app' }],
      },
    ],
  };
  return { live: live as never, change: () => onChange({ object: {} }) };
}
const settled = () => new Promise(resolve => setImmediate(resolve));

it('tells of what cannot be marked', async () => {
  const problem = new Error('cannot be read');
  const { live, change } = newLive(() => {
    throw problem;
  });
  const onError = jest.fn();
  watchHealth(live, () => {}, onError);
  change();
  await settled();
  // Of each, and not only of the first one.
  expect(onError.mock.calls).toEqual([[problem], [problem]]);
});

it('marks nothing any more when it has ended', async () => {
  const byName = jest.fn();
  const { live, change } = newLive(byName);
  const onMarked = jest.fn();
  const end = watchHealth(live, onMarked, () => {});
  change();
  await settled();
  expect(onMarked).toHaveBeenCalledTimes(1);
  end();
  byName.mockClear();
  change();
  await settled();
  expect(byName).not.toHaveBeenCalled();
  expect(onMarked).toHaveBeenCalledTimes(1);
});
