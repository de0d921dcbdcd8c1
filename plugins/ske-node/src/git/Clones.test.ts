import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clones } from './Clones';
import type { Clone } from './Clone';
import { RepositoryHost } from './RepositoryHost';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-clones-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const newClones = () =>
  new Clones(
    new RepositoryHost({
      url: 'https://example.org/a.git',
      headers: async () => ({}),
    }),
    folder,
  );

/** Folders of clones that are there. */
const kept = () =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => /^[^/]+\/[^/]+\.git$/.test(name));

/** Makes the clone's folder, and says which clone it was. */
const touch = async (clone: Clone) => {
  await clone.tree(undefined);
  return clone;
};

it('replaces a broken clone without disturbing who is at work in it', async () => {
  const clones = newClones();
  let end!: () => void;
  const held = new Promise<void>(resolve => {
    end = resolve;
  });
  let began!: (clone: Clone) => void;
  const beginning = new Promise<Clone>(resolve => {
    began = resolve;
  });
  const atWork = clones.use(async clone => {
    began(await touch(clone));
    await held;
  });
  const broken = await beginning;
  await clones.retire(broken);
  // Those who find the same out later do not replace the new one.
  const next = await clones.use(touch);
  await clones.retire(broken);
  expect(next).not.toBe(broken);
  expect(await clones.use(touch)).toBe(next);
  expect(kept()).toHaveLength(2);

  end();
  await atWork;
  expect(kept()).toHaveLength(1);
  await clones.close();
});

it('goes on with what another process has left behind', async () => {
  const before = newClones();
  await before.use(touch);
  const [left] = kept();
  await before.close();

  const after = newClones();
  await after.use(touch);
  expect(kept()).toEqual([left]);
  await after.close();
});

it('tries again after a folder could not be taken', async () => {
  const clones = newClones();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file in the way');
  await expect(clones.use(touch)).rejects.toMatchObject({ code: 'ENOTDIR' });
  rmSync(folder);
  await clones.use(touch);
  expect(kept()).toHaveLength(1);
  await clones.close();
});
