import { loadOnce } from './loadOnce';

it('loads once for all who ask', async () => {
  const load = jest.fn(async () => 'code');
  const loadCode = loadOnce(load);
  expect(load).not.toHaveBeenCalled();
  await expect(Promise.all([loadCode(), loadCode()])).resolves.toEqual([
    'code',
    'code',
  ]);
  await loadCode();
  expect(load).toHaveBeenCalledTimes(1);
});

it('loads again after a failure', async () => {
  const load = jest.fn(async () => 'code');
  load.mockRejectedValueOnce(new Error('away'));
  const loadCode = loadOnce(load);
  await expect(loadCode()).rejects.toThrow('away');
  await expect(loadCode()).resolves.toBe('code');
});
