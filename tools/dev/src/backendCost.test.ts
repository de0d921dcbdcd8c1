import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { followStaticImports } from './__testUtils__/staticImports';
import { root } from './root';

const BACKEND = 'plugins/ske-backend';

/** Loaded when Backstage starts, and by the doctor. */
const ENTRIES = [`${BACKEND}/src/index.ts`, `${BACKEND}/src/doctor/index.ts`];

/** Client libraries of Git hosts: loaded for a repository at such a host. */
const OF_HOSTS =
  /^(@octokit\/|octokit$|@gitbeaker\/|gitea-js$|azure-devops|typed-rest-client|bitbucket)/;

const { dependencies } = JSON.parse(
  readFileSync(join(root, BACKEND, 'package.json'), 'utf8'),
) as { dependencies: Record<string, string> };

describe('what a backend loads of ours when it starts', () => {
  const { files, packages } = followStaticImports(ENTRIES);

  it('knows clusters, and loads no Kubernetes library', () => {
    expect([...files.keys()]).toContain(
      'plugins/ske-node/src/kubernetes/kubeConfig.ts',
    );
    expect([...packages]).not.toContainEqual([
      '@kubernetes/client-node',
      expect.anything(),
    ]);
  });

  it('knows each Git host, and loads the client library of none', () => {
    const hosts = [...files.keys()].filter(file =>
      file.startsWith('plugins/ske-node/src/scm/hosts/'),
    );
    expect(hosts).toContain('plugins/ske-node/src/scm/hosts/github.ts');
    expect([...packages].filter(([name]) => OF_HOSTS.test(name))).toEqual([]);
  });
});

it('installs a client library where it is worth its size', () => {
  expect(Object.keys(dependencies).filter(name => OF_HOSTS.test(name))).toEqual(
    ['@gitbeaker/rest', '@octokit/core', 'gitea-js'],
  );
});
