import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectGitea, type Gitea } from './parts/giteaClient';

/**
 * The kubeconfig of the API server that the tests of one run share.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testKubeconfig(): string {
  const path = process.env.SKE_TEST_KUBECONFIG;
  if (path) return path;
  throw new Error(
    'Integration tests need an API server with simulated Kratix: run them with npm test -- unit [path], or set SKE_TEST_KUBECONFIG.',
  );
}

/**
 * The Gitea that the tests of one run share.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testGitea(): Gitea {
  const told = process.env.SKE_TEST_GITEA;
  if (told) return connectGitea(JSON.parse(told));
  throw new Error(
    'These tests need Gitea: run them with npm run test:real [path].',
  );
}

const corpus = join(
  dirname(require.resolve('@internal/testbed/package.json')),
  ...['..', '..', '..', 'shared', 'corpus'],
);

/** The recorded corpus, which may be absent: tests then skip, saying so. */
export const testCorpus = {
  present: existsSync(corpus),
  path: (...parts: string[]) => join(corpus, ...parts),
  read: (...parts: string[]) => readFileSync(join(corpus, ...parts), 'utf8'),
  /** Names of the YAML files in a folder. */
  list: (...parts: string[]) =>
    readdirSync(join(corpus, ...parts)).filter(file => file.endsWith('.yaml')),
  /** `describe` where the corpus is at hand, else a skipped one with its reason. */
  describe(name: string, body: () => void) {
    const present = existsSync(corpus);
    const suite = present ? describe : describe.skip;
    suite(
      present ? name : `${name} (skipped: ../shared/corpus is not here)`,
      body,
    );
  },
};
