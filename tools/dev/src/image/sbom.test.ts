import { readBaseLock } from './baseLock';
import { sbomOf } from './sbom';

const base = readBaseLock();
const packageOf = (name: string, license?: string) => ({
  name,
  version: '1.0.0',
  license,
  folder: '/',
});
const sbom = sbomOf({
  name: 'backstage-controller',
  version: 'v1.2.3',
  created: '2026-01-02T03:04:05Z',
  base,
  packages: [
    packageOf('zod', 'MIT'),
    packageOf('@scope/two', '(MIT OR Apache-2.0)'),
    packageOf('three', 'SEE LICENSE IN x'),
    packageOf('four'),
  ],
});
const component = (name: string) =>
  sbom.components.find(one => one.name === name);

it('names Node, the packages of Debian and those of npm', () => {
  expect(sbom.components).toHaveLength(1 + base.debian.packages.length + 4);
  expect(component('node')).toMatchObject({ version: base.node.version });
  expect(component('libstdc++6')).toMatchObject({
    purl: expect.stringMatching(
      /^pkg:deb\/debian\/libstdc%2B%2B6@.*\?arch=amd64&distro=debian-12$/,
    ),
  });
  expect(component('@scope/two')).toMatchObject({
    purl: 'pkg:npm/%40scope/two@1.0.0',
  });
});

it.each([
  ['zod', [{ license: { id: 'MIT' } }]],
  ['@scope/two', [{ expression: '(MIT OR Apache-2.0)' }]],
  ['three', [{ license: { name: 'SEE LICENSE IN x' } }]],
  ['four', undefined],
])('says the license of %s in the terms of CycloneDX', (name, licenses) => {
  const { licenses: said } = component(name) as { licenses?: object[] };
  expect(said).toEqual(licenses);
});

it('has a reference for each component once', () => {
  const references = sbom.components.map(one => one['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
});
