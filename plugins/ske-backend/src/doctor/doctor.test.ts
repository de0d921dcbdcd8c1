import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeApiServer } from '../__testUtils__/fakeApiServer';
import { runDoctor } from './index';

// Watches that are waited for while rights are checked.
jest.setTimeout(30_000);

let folder: string;
let output: string;
let errors: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-doctor-'));
  output = '';
  errors = '';
});
afterEach(() => rmSync(folder, { recursive: true }));

const runWith = (config: { ske?: unknown }, ...argv: string[]) => {
  const file = join(folder, 'app-config.yaml');
  writeFileSync(join(folder, 'package.json'), '{ "workspaces": [] }');
  if (config.ske !== undefined) writeFileSync(file, JSON.stringify(config));
  return runDoctor(argv, {
    folder,
    env: {},
    nodeVersion: '22.1.0',
    write: text => {
      output += text;
    },
    writeError: text => {
      errors += text;
    },
  });
};

const run = (ske: unknown, ...argv: string[]) => runWith({ ske }, ...argv);

it('finds nothing wrong with a cluster that answers', async () => {
  const server = await startFakeApiServer([], {
    others: {
      '/apis/authentication.k8s.io/v1/selfsubjectreviews': {
        status: { userInfo: { username: 'robot' } },
      },
      '/apis/platform.kratix.io/v1alpha1/destinations': {
        kind: 'DestinationList',
        metadata: { resourceVersion: '1' },
        items: [],
      },
    },
  });
  try {
    const kubernetes = { kubeconfig: server.kubeconfig };
    expect(await run({ kubernetes })).toBe(0);
  } finally {
    server.stop();
  }
  expect(output).toContain(
    'OK    config: ske in app-config is right (mode kubernetes).\n',
  );
  expect(output).toMatch(
    /^OK {4}cluster: x \(.*\) answers: v1\.33\.0, as robot\.$/m,
  );
  expect(output).not.toMatch(/^ERROR/m);
  expect(errors).toBe('');
});

it('says what is wrong with app-config, one line each', async () => {
  expect(await run({ mode: 'git', discovry: {} })).toBe(1);
  expect(output.split('\n').filter(line => line.startsWith('ERROR'))).toEqual([
    'ERROR config: ske.mode is "git". Set it to one of kubernetes, gitops, hybrid.',
    'ERROR config: ske.discovry is not known. Did you mean ske.discovery?',
  ]);
});

it('says why the cluster is not reached, without a stack', async () => {
  const kubernetes = { kubeconfig: join(folder, 'nowhere') };
  expect(await run({ kubernetes }, '--json')).toBe(1);
  const { findings } = JSON.parse(output) as { findings: object[] };
  expect(findings).toContainEqual({
    level: 'error',
    subject: 'cluster',
    message: expect.stringContaining('ske.kubernetes.kubeconfig: cannot read'),
  });
  expect(output).not.toMatch(/\n\s+at /);
});

it('finds the plugins that an app loads at run time', async () => {
  const names = ['backend', 'frontend'].map(
    part => `@syntasso/plugin-ske-${part}`,
  );
  const install = (name: string, version: string, place: string) => {
    const plugin = join(folder, 'dynamic-plugins-root', place);
    mkdirSync(plugin, { recursive: true });
    writeFileSync(
      join(plugin, 'package.json'),
      JSON.stringify({ name, version }),
    );
  };
  install(names[0], '0.1.0', 'syntasso-plugin-ske-backend');
  install(`${names[1]}-dynamic`, '0.1.0', 'syntasso-plugin-ske-frontend');
  install('@acme/plugin', '1.0.0', 'acme-plugin');
  const config = {
    ske: { kubernetes: { kubeconfig: join(folder, 'nowhere') } },
    dynamicPlugins: { rootDirectory: 'dynamic-plugins-root' },
  };
  await runWith(config);
  expect(output).toContain(
    `OK    packages: ${names[0]} 0.1.0, ${names[1]} 0.1.0.\n`,
  );
  expect(output).not.toContain('acme');

  output = '';
  install(names[1], '0.2.0', 'syntasso-plugin-ske-frontend');
  await runWith(config);
  expect(output).toContain(
    `ERROR packages: Versions differ: ${names[0]} 0.1.0, ${names[1]} 0.2.0. Install the same version of both.\n`,
  );
});

it('cannot run with wrong flags, or without app-config', async () => {
  expect(await run({}, '--what')).toBe(2);
  expect(errors).toMatch(/^Unknown option '--what'\.\n\nUsage: /);
  errors = '';
  rmSync(join(folder, 'app-config.yaml'));
  expect(await run(undefined)).toBe(2);
  expect(errors).toMatch(
    /^It could not check: .*app-config\.yaml.*--config\.\n$/,
  );
  expect(output).toBe('');
});

it('says how it is used', async () => {
  expect(await run({}, '--help')).toBe(0);
  expect(output).toMatch(/^Usage: npx @syntasso\/plugin-ske-backend doctor/);
});
