import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { platformAccessFromConfig } from './kubeConfig';
import { KubernetesClient } from './KubernetesClient';

const folder = mkdtempSync(join(tmpdir(), 'ske-kubeconfig-'));
const file = join(folder, 'config');
const unsetKubeconfig = process.env.KUBECONFIG;
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  rmSync(file, { force: true });
  if (unsetKubeconfig === undefined) delete process.env.KUBECONFIG;
  else process.env.KUBECONFIG = unsetKubeconfig;
});

/** A kubeconfig with one context for each name, of a cluster that nobody listens at. */
const kubeconfig = (names: string[], token: string, current = names[0]) =>
  JSON.stringify({
    clusters: names.map(name => ({
      name,
      cluster: { server: `http://127.0.0.1:1/${name}` },
    })),
    users: names.map(name => ({ name, user: { token } })),
    contexts: names.map(name => ({
      name,
      context: { cluster: name, user: name },
    })),
    'current-context': current,
  });

const access = (settings: object = {}) =>
  platformAccessFromConfig(
    new ConfigReader({
      ske: { kubernetes: { kubeconfig: file, ...settings } },
    }),
  );

async function problemOf({ own }: { own: unknown }): Promise<string> {
  const client = new KubernetesClient(own as never);
  return client.raw('/version', 'ask its version').then(
    () => 'none',
    (error: Error) => error.message,
  );
}

it('does without a file, says what is missing, and takes the file when it comes', async () => {
  const late = access();
  expect(late.name).toBe('local');
  expect(late.notes).toEqual([
    expect.stringContaining(
      `ske.kubernetes.kubeconfig: cannot read ${file} (ENOENT)`,
    ),
  ]);
  expect(await problemOf(late)).toContain(`cannot read ${file}`);
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  expect(await problemOf(late)).toContain('http://127.0.0.1:1/prod');
});

it('reads a file again that has changed', async () => {
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  const { own, notes, name } = access();
  expect({ notes, name }).toEqual({ notes: [], name: 'prod' });
  const authorization = async () => {
    const options = { headers: {} as Record<string, string> };
    await own?.applyToFetchOptions(options as never);
    return own?.getCurrentUser()?.token;
  };
  expect(await authorization()).toBe('first');
  writeFileSync(file, kubeconfig(['prod'], 'another'));
  expect(await authorization()).toBe('another');
});

it.each([
  ['nothing', '', 'cannot read'],
  ['no YAML', 'a: [', 'cannot read'],
  ['another text', 'hello', 'has no current context'],
  ['no contexts', 'apiVersion: v1\nkind: Config\n', 'has no current context'],
  [
    'a current context that it does not have',
    kubeconfig(['prod'], 'first', 'x'),
    'has no current context',
  ],
  [
    'a context without its cluster',
    kubeconfig(['prod'], 'first').replace('"cluster":"prod"', '"cluster":"x"'),
    'names a cluster that is not in it',
  ],
])(
  'says what is wrong with a file that has %s',
  async (_name, text, problem) => {
    writeFileSync(file, text);
    const { notes, own } = access();
    expect(notes?.[0]).toContain(problem);
    expect(await problemOf({ own })).toContain(problem);
  },
);

it('quotes nothing of a file that cannot be read', async () => {
  writeFileSync(file, 'users:\n  - token: TheTokenItself\n   name: [\n');
  const { notes, own } = access();
  expect(notes?.[0]).toMatch(/it is no kubeconfig in line \d/);
  expect(`${notes} ${await problemOf({ own })}`).not.toContain(
    'TheTokenItself',
  );
});

it('takes the context of app-config, or says which there are', () => {
  writeFileSync(file, kubeconfig(['prod', 'dev'], 'first'));
  expect(access({ context: 'dev' }).name).toBe('dev');
  expect(access({ context: 'x' }).notes).toEqual([
    `ske.kubernetes.context: ${file} has no context "x". It has: prod, dev.`,
  ]);
});

it('merges the files of KUBECONFIG, of which the first says which is current', () => {
  const second = join(folder, 'second');
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  writeFileSync(second, kubeconfig(['dev'], 'second'));
  process.env.KUBECONFIG = `${file}:${second}`;
  const local = (settings: object) =>
    platformAccessFromConfig(
      new ConfigReader({ ske: { kubernetes: settings } } as never),
    );
  expect(local({}).name).toBe('prod');
  expect(local({ context: 'dev' }).name).toBe('dev');
});
