import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { readReleaseOptions } from './options';
import { readPublishOptions } from './publish/options';
import { releaseTree } from './releaseTree';

// What docs/install/air-gapped.md says of commands and files of this repository.

const guide = readFileSync(join(root, 'docs/install/air-gapped.md'), 'utf8');

/** The arguments of each command that is shown, by its npm script. */
const commands = [...guide.matchAll(/^```sh\n([^]*?)^```$/gm)]
  .flatMap(([, code]) => code.replace(/\\\n/g, '').split('\n'))
  .flatMap(line => {
    const match = /^npm run (\S+) -- (.*)$/.exec(line);
    if (!match) return [];
    return [{ script: match[1], args: match[2].trim().split(/\s+/) }];
  });
const argsOf = (script: string) =>
  commands.filter(command => command.script === script).map(({ args }) => args);

it('shows how a release is made for another registry', () => {
  expect(
    argsOf('release:controller').map(args => readReleaseOptions(args)),
  ).toEqual([
    expect.objectContaining({
      version: 'v1.2.3',
      registry: 'registry.example.org',
      imageName: 'platform/backstage-controller',
      out: 'releases',
    }),
  ]);
});

it('shows how it is published to a bucket and to a repository, into the same folder', () => {
  expect(
    argsOf('release:publish').map(args => readPublishOptions(args, {})),
  ).toEqual([
    expect.objectContaining({
      from: 'releases',
      to: expect.objectContaining({ type: 'bucket', prefix: 'storage' }),
    }),
    expect.objectContaining({
      from: 'releases',
      to: expect.objectContaining({ type: 'git', prefix: 'storage' }),
    }),
  ]);
});

it('names files that a release has', () => {
  const empty = new Uint8Array();
  const tree = releaseTree({
    ...{ version: 'v1.2.3', revision: 'r', created: 'c', manifest: '' },
    ...{ chart: empty, sbom: {} },
    image: {
      ...{ reference: 'r', digest: 'd', size: 0 },
      ...{ archive: empty, sbomArchive: empty },
    },
  });
  const named = [...guide.matchAll(/^\| `([^`]+\/v1\.2\.3\/[^`]+)`/gm)].map(
    ([, path]) => path,
  );
  expect(named).toHaveLength(9);
  expect([...tree.keys()]).toEqual(expect.arrayContaining(named));
});
