import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testGitea } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { GitOutputConfig } from '../config/outputConfig';
import {
  describeEntityWriter,
  outputFor,
} from './__testUtils__/describeEntityWriter';
import type { OutputId } from './EntityWriter';
import { openGitWriter, type OpenedWriter } from './openWriter';
import { readHeader } from './outputHeader';

jest.setTimeout(60_000);

const gitea = testGitea();
const folder = mkdtempSync(join(tmpdir(), 'ske-git-writer-'));
const opened: OpenedWriter[] = [];
const { signal } = new AbortController();
let count = 0;

afterAll(async () => {
  await Promise.all(opened.map(({ close }) => close()));
  rmSync(folder, { recursive: true, force: true });
});

/** A platform that has the Secret of the account. */
const platformWith = (password: string) => ({
  find: async (): Promise<Manifest> => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'git' },
    data: {
      username: Buffer.from(gitea.accounts.robot.name).toString('base64'),
      password: Buffer.from(password).toString('base64'),
    },
  }),
});

function open(
  url: string,
  given: Partial<GitOutputConfig> = {},
  password = gitea.accounts.robot.password,
) {
  const writer = openGitWriter(
    {
      type: 'git',
      url,
      branch: 'main',
      path: 'platform',
      secretRef: { name: 'git' },
      author: { name: 'controller', email: 'controller@example.org' },
      ...given,
    },
    {
      platform: platformWith(password),
      namespace: 'kratix-platform-system',
      cloneFolder: folder,
    },
  );
  opened.push(writer);
  return writer.writer;
}

async function newRepository() {
  count += 1;
  return gitea.create(`controller-${process.pid}-${Date.now()}-${count}`);
}

describeEntityWriter('GitWriter on Gitea', async () => {
  const repository = await newRepository();
  return {
    writer: open(`${repository.url}.git`),
    contentOf: async id =>
      readHeader(await repository.read(`platform/${outputFor(id, '').path}`))
        ?.content,
    countWrites: async () => (await repository.log()).length,
    restart: async () => open(`${repository.url}.git`),
  };
});

const idOf = (namespace: string): OutputId => ({
  kind: 'resource',
  portal: 'main',
  promise: 'redis',
  namespace,
  name: 'cache',
});

it('makes few commits of many outputs, on top of those of others', async () => {
  const repository = await newRepository();
  const writer = open(`${repository.url}.git`);
  const ids = Array.from({ length: 100 }, (_, n) => idOf(`team-${n}`));
  await Promise.all([
    ...ids.map(id => writer.write(outputFor(id, 'Cache'), signal)),
    repository.commit('theirs.yaml', 'a: 1\n'),
  ]);
  expect(await repository.files()).toHaveLength(102);
  // The first one, theirs, and ours.
  expect((await repository.log()).length).toBeLessThan(6);
  await Promise.all(ids.map(id => writer.remove(id, signal)));
  expect((await repository.files()).sort()).toEqual([
    'README.md',
    'theirs.yaml',
  ]);
});

it.each<[string, () => Promise<unknown>, string, string]>([
  [
    'a wrong password',
    async () => {
      const { url } = await newRepository();
      return open(`${url}.git`, {}, 'wrong').write(
        outputFor(idOf('a'), 'x'),
        signal,
      );
    },
    'NotAllowedError',
    'in output.secretRef',
  ],
  [
    'a branch that is not there',
    async () => {
      const { url } = await newRepository();
      return open(`${url}.git`, { branch: 'live' }).write(
        outputFor(idOf('a'), 'x'),
        signal,
      );
    },
    'NotFoundError',
    'output.branch',
  ],
])('names the setting to correct: %s', async (_what, write, name, words) => {
  await expect(write()).rejects.toMatchObject({
    name,
    message: expect.stringContaining(words),
  });
});
