import { NotAllowedError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { secretValues } from './secretValues';

const secret = (data: Record<string, string>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'git', namespace: 'kratix-platform-system' },
  data: Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]),
  ),
});

function reader(find: () => Promise<Manifest | undefined>, now?: () => number) {
  return secretValues(
    {
      platform: { find },
      namespace: 'kratix-platform-system',
      name: 'git',
      now,
    },
    ['username', 'password'],
  );
}

it('reads keys, without the newline of the file that they came from', async () => {
  const read = reader(async () => secret({ username: 'a', password: 'b c\n' }));
  expect(await read()).toEqual({ username: 'a', password: 'b c' });
});

it('reads again after a minute', async () => {
  let now = 0;
  let password = 'old';
  let reads = 0;
  const read = reader(
    async () => {
      reads += 1;
      return secret({ username: 'a', password });
    },
    () => now,
  );
  await read();
  password = 'new';
  now = 59_000;
  expect(await read()).toMatchObject({ password: 'old' });
  now = 60_000;
  expect(await read()).toMatchObject({ password: 'new' });
  expect(reads).toBe(2);
});

it('names the Secret that is missing, and what it has to have', async () => {
  await expect(reader(async () => undefined)()).rejects.toMatchObject({
    name: 'NotFoundError',
    message:
      'Secret kratix-platform-system/git (output.secretRef) is not there. Create it with the keys username and password.',
  });
});

it('names the key that is missing', async () => {
  await expect(
    reader(async () => secret({ username: 'a' }))(),
  ).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining('has no password.'),
  });
});

it('says which right it lacks', async () => {
  await expect(
    reader(async () => {
      throw new NotAllowedError('Could not read secrets.');
    })(),
  ).rejects.toThrow(/needs the verb get on Secret kratix-platform-system\/git/);
});
