import { RecentAnswers } from './RecentAnswers';

afterEach(() => jest.useRealTimers());

it('asks once for all who ask at the same time, and again when it is old', async () => {
  jest.useFakeTimers();
  const recent = new RecentAnswers<number>(1_000, 10);
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked;
  };
  expect(
    await Promise.all([recent.get('a', ask), recent.get('a', ask)]),
  ).toEqual([1, 1]);
  jest.setSystemTime(Date.now() + 999);
  expect(await recent.get('a', ask)).toBe(1);
  expect(await recent.get('b', ask)).toBe(2);
  jest.setSystemTime(Date.now() + 2);
  expect(await recent.get('a', ask)).toBe(3);
});

it('remembers no failure, and no more than so many', async () => {
  const recent = new RecentAnswers<string>(60_000, 2);
  const away = async () => Promise.reject(new Error('away'));
  await expect(recent.get('a', away)).rejects.toThrow('away');
  expect(await recent.get('a', async () => 'back')).toBe('back');
  for (const key of ['b', 'c']) await recent.get(key, async () => key);
  expect(await recent.get('a', async () => 'anew')).toBe('anew');
});
