import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { KubeConfig } from '@kubernetes/client-node';
import { kubeConfigOfPod } from './clusterAccess';
import { platformAccessFromConfig } from './kubeConfig';
import { KubernetesClient } from './KubernetesClient';

jest.mock('node:os', () => {
  const actual = jest.requireActual('node:os');
  return { ...actual, homedir: jest.fn(actual.homedir) };
});
jest.mock('./clusterAccess', () => ({
  ...jest.requireActual('./clusterAccess'),
  kubeConfigOfPod: jest.fn(),
}));

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
    `context "prod" of ${file} names the cluster "x", which is not in ${file}`,
  ],
  [
    'a context without its user',
    kubeconfig(['prod'], 'first').replace('"user":"prod"', '"user":"x"'),
    `context "prod" of ${file} names the user "x", which is not in ${file}`,
  ],
  [
    'two contexts of a name',
    kubeconfig(['prod', 'prod'], 'first'),
    `cannot read ${file} (Duplicate cluster: prod)`,
  ],
  [
    'a cluster without an address',
    kubeconfig(['prod'], 'first').replace('"server"', '"sever"'),
    `context "prod" of ${file} names the cluster "prod", which is not in ${file}, or is not complete`,
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

/** The cluster of a local kubeconfig: no setting names one. */
const local = (settings: object = {}) =>
  platformAccessFromConfig(
    new ConfigReader({ ske: { kubernetes: settings } } as never),
  );
const secondFile = join(folder, 'second');
/** @returns the token that a request would have */
async function tokenOf({ own }: ReturnType<typeof local>) {
  await own?.applyToFetchOptions({});
  return own?.getCurrentUser()?.token;
}

it('merges the files of KUBECONFIG, of which the first says which is current', () => {
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  writeFileSync(secondFile, kubeconfig(['dev'], 'second'));
  process.env.KUBECONFIG = [file, secondFile].join(delimiter);
  expect(local().name).toBe('prod');
  expect(local({ context: 'dev' }).name).toBe('dev');
});

it('takes what the first file has of a name, and passes over a file that is not there', async () => {
  const absent = join(folder, 'absent');
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  writeFileSync(secondFile, kubeconfig(['prod', 'dev'], 'second', 'dev'));
  process.env.KUBECONFIG = [absent, file, secondFile].join(delimiter);
  const both = local();
  expect(both.notes).toEqual([]);
  expect(both.name).toBe('prod');
  expect(await tokenOf(both)).toBe('first');
  expect(await tokenOf(local({ context: 'dev' }))).toBe('second');
  // One that comes later counts by its place.
  writeFileSync(absent, kubeconfig(['prod'], 'came later'));
  try {
    expect(await tokenOf(both)).toBe('came later');
  } finally {
    rmSync(absent);
  }
});

it('names the one of several files that is wrong', () => {
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  writeFileSync(secondFile, kubeconfig(['dev', 'dev'], 'second'));
  process.env.KUBECONFIG = [file, secondFile].join(delimiter);
  expect(local().notes).toEqual([
    expect.stringContaining(
      `KUBECONFIG: cannot read ${secondFile} (Duplicate cluster: dev)`,
    ),
  ]);
});

it('keeps nothing of a file that has changed and cannot be read', async () => {
  writeFileSync(file, kubeconfig(['prod'], 'first'));
  const { own } = access();
  await own?.applyToFetchOptions({});
  expect(JSON.stringify(own?.users)).toContain('first');
  writeFileSync(file, 'a: [');
  expect(await problemOf({ own })).toContain('it is no kubeconfig');
  expect(JSON.stringify(own?.users)).not.toContain('first');
});

describe('in a pod without a kubeconfig', () => {
  const home = join(folder, 'home');
  const ofHome = join(home, '.kube', 'config');

  beforeEach(() => {
    delete process.env.KUBECONFIG;
    jest.mocked(homedir).mockReturnValue(home);
    mkdirSync(join(home, '.kube'), { recursive: true });
    const pod = new KubeConfig();
    pod.loadFromClusterAndUser(
      { name: 'inCluster', server: 'http://127.0.0.1:1', skipTLSVerify: true },
      { name: 'pod', token: 'of the pod' },
    );
    jest.mocked(kubeConfigOfPod).mockReturnValue(pod);
  });
  afterEach(() => {
    jest.mocked(kubeConfigOfPod).mockReset();
    rmSync(home, { recursive: true });
  });

  it('takes the account of the pod, and the kubeconfig when it comes', async () => {
    const found = local();
    expect(found.name).toBe('inCluster');
    expect(found.source).toBe('the service account of the pod it runs in');
    expect(await tokenOf(found)).toBe('of the pod');
    writeFileSync(ofHome, kubeconfig(['prod'], 'first'));
    expect(await tokenOf(found)).toBe('first');
    expect(found.source).toContain(ofHome);
    expect(found.own?.getCurrentCluster()?.name).toBe('prod');
  });

  it('is told by its place where there is neither', () => {
    jest.mocked(kubeConfigOfPod).mockReturnValue(undefined);
    expect(local().source).toBe(
      `the kubeconfig that kubectl takes by default (${ofHome})`,
    );
  });

  it('names the clusters that app-config has and platformName could name', () => {
    jest.mocked(kubeConfigOfPod).mockReturnValue(undefined);
    const clusters = ['dev', 'prod'].map(name => ({ name }));
    const { notes } = platformAccessFromConfig(
      new ConfigReader({
        kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters }] },
      }),
    );
    expect(notes).toEqual([
      expect.stringContaining(
        'No cluster is named by ske.kubernetes.platformName (kubernetes.clusterLocatorMethods has: dev, prod), ',
      ),
    ]);
    expect(local().notes?.[0]).toContain(
      'No cluster is named by ske.kubernetes.platformName, ',
    );
  });

  it('does not go over to the cluster of the pod when the kubeconfig is gone', async () => {
    writeFileSync(ofHome, kubeconfig(['prod'], 'first'));
    const found = local();
    rmSync(ofHome);
    expect(await problemOf({ own: found.own })).toContain(
      `cannot read ${ofHome} (ENOENT)`,
    );
  });
});
