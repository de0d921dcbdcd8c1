import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PublishOptions } from './options';
import { publishRelease } from './publishRelease';

let folder: string;
let options: PublishOptions;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-publish-'));
  const url = join(folder, 'bare.git');
  execFileSync('git', ['init', '--quiet', '--bare', url]);
  options = {
    from: join(folder, 'tree'),
    version: undefined,
    replace: false,
    withImage: false,
    to: { type: 'git', url, branch: 'main', prefix: '' },
  };
  for (const path of [
    'ske/v1.0.0/ske-distribution.yaml',
    'backstage-controller/v1.0.0/backstage-controller.yaml',
    'backstage-controller/v1.0.0/image.oci.tar',
    'backstage-controller/v1.1.0/backstage-controller.yaml',
  ]) {
    mkdirSync(dirname(join(options.from, path)), { recursive: true });
    writeFileSync(join(options.from, path), path);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('publishes releases of the controller, and nothing else', async () => {
  const { written } = await publishRelease(options);
  expect(written).toEqual([
    'backstage-controller/v1.0.0/backstage-controller.yaml',
    'backstage-controller/v1.1.0/backstage-controller.yaml',
  ]);
  const again = await publishRelease(options);
  expect(again).toMatchObject({ written: [], unchanged: written });
});

it('publishes one version, with the image where it is asked for', async () => {
  const { written } = await publishRelease({
    ...options,
    version: 'v1.0.0',
    withImage: true,
  });
  expect(written).toEqual([
    'backstage-controller/v1.0.0/backstage-controller.yaml',
    'backstage-controller/v1.0.0/image.oci.tar',
  ]);
});

it('says how a release is made where there is none', async () => {
  const publishing = publishRelease({ ...options, version: 'v2.0.0' });
  await expect(publishing).rejects.toThrow(
    /has no release v2\.0\.0\. Make one with: npm run release:controller/,
  );
});
