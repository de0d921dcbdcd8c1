import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { readTar } from '../image/tar';
import { packChart, type ChartRelease } from './chartArchive';

const release: ChartRelease = {
  version: 'v1.2.3',
  registry: 'registry.example.org',
  image: 'platform/controller',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-chart-'));
  mkdirSync(join(folder, 'ci'));
  mkdirSync(join(folder, 'templates'));
  const files = {
    '.helmignore': 'ci\n',
    'Chart.yaml': 'name: controller\nversion: 0.1.0 # of the chart\n',
    'values.yaml': `imageRegistry:
  # Where images are.
  host: ghcr.io
  imagePullSecret: syntasso-registry
  backstageControllerImage:
    name: syntasso/backstage-controller
`,
    'ci/values.yaml': '{}',
    'templates/deployment.yaml': 'kind: Deployment\n',
  };
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(folder, path), content);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function filesOf(packed: Buffer) {
  const entries = await readTar(gunzipSync(packed));
  return new Map(
    entries.flatMap(entry =>
      entry.type === 'file'
        ? [[entry.path, Buffer.from(entry.content).toString()]]
        : [],
    ),
  );
}

it('has the version and the addresses of the release, and no values of tests', async () => {
  const files = await filesOf(await packChart(folder, release));
  expect([...files.keys()]).toEqual([
    'controller/Chart.yaml',
    'controller/templates/deployment.yaml',
    'controller/values.yaml',
  ]);
  expect(parse(files.get('controller/Chart.yaml')!)).toEqual({
    name: 'controller',
    version: '1.2.3',
    appVersion: 'v1.2.3',
  });
  const values = files.get('controller/values.yaml')!;
  expect(values).toContain('# Where images are.');
  expect(parse(values).imageRegistry).toEqual({
    host: 'registry.example.org',
    imagePullSecret: 'syntasso-registry',
    backstageControllerImage: { name: 'platform/controller' },
  });
});

it('takes a registry without a password', async () => {
  const packed = await packChart(folder, { ...release, pullSecret: '' });
  const values = (await filesOf(packed)).get('controller/values.yaml')!;
  expect(parse(values).imageRegistry.imagePullSecret).toBe('');
});

it('is the same each time', async () => {
  const packed = await packChart(folder, release);
  expect(packed.equals(await packChart(folder, release))).toBe(true);
});
