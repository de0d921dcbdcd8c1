import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { RELEASES, readWay, worksWithTable } from './releases';

/** Lines of a Markdown table, without what prettier does to its columns. */
const tableLines = (text: string) =>
  text
    .split('\n')
    .filter(line => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map(line => line.replace(/\s+/g, ' ').trim());

const readText = (file: string) => readFileSync(join(root, file), 'utf8');

it('says in the README what the releases say, and nothing else', () => {
  const [, section] = readText('README.md').split('### Works with\n');
  expect(tableLines(section.split('\n## ')[0].split('\n### ')[0])).toEqual(
    tableLines(worksWithTable()),
  );
});

it('names no other release in what users read of a version', () => {
  const files = [
    'README.md',
    ...readdirSync(join(root, '.changeset'))
      .filter(file => file.endsWith('.md'))
      .map(file => `.changeset/${file}`),
    ...['ske-frontend', 'ske-backend'].flatMap(name => [
      `plugins/${name}/README.md`,
      `plugins/${name}/CHANGELOG.md`,
    ]),
  ].filter(file => existsSync(join(root, file)));
  const named = files.flatMap(file =>
    [...readText(file).matchAll(/\bBackstage (1\.\d+)/g)].map(
      ([, release]) => release,
    ),
  );
  const claimed = RELEASES.filter(({ claims }) => claims.new ?? claims.legacy);
  expect(named).not.toEqual([]);
  expect(claimed.map(({ backstage }) => backstage)).toEqual(
    expect.arrayContaining(named),
  );
});

it('claims the release that this repository is made with', () => {
  const { version } = JSON.parse(readText('backstage.json')) as {
    version: string;
  };
  const own = version.split('.').slice(0, 2).join('.');
  const [newest] = RELEASES;
  expect(newest.backstage).toBe(own);
  expect(newest.claims).toEqual({ new: 'yes', legacy: 'yes' });
});

it('claims nothing newer, and has each release once, the newest first', () => {
  const minors = RELEASES.map(({ backstage }) =>
    Number(backstage.split('.')[1]),
  );
  expect(minors).toEqual([...new Set(minors)].sort((a, b) => b - a));
});

describe('a way', () => {
  it.each<[string, string | undefined, string[] | undefined]>([
    ['new', '0.9.2', []],
    ['legacy', '0.9.2', ['--legacy']],
    ['new@1.54', '0.9.1', []],
    ['legacy@1.46', '0.7.7', []],
    ['new@0.7.7', '0.7.7', ['--next']],
    ['legacy@1.41', '0.7.1', []],
    ['new@1.41', '0.7.1', undefined],
    ['new@1.57', undefined, []],
  ])('%s', (name, createApp, flags) => {
    const { system, release } = readWay(name);
    expect(release.createApp).toBe(createApp);
    expect(release.flags[system]).toEqual(flags);
  });

  it.each(['old', 'new@1.40', 'portal@1.55', ''])(
    'that there is not: "%s"',
    name => {
      expect(() => readWay(name)).toThrow(
        /^There is no way ".*"\. Ways: new, legacy, portal; .*1\.57, .*1\.41\.$/,
      );
    },
  );
});

it('leaves out of the table what nothing is said of', () => {
  expect(
    worksWithTable([
      { backstage: '1.3', flags: {}, claims: { new: 'yes', legacy: 'yes' } },
      { backstage: '1.2', flags: {}, claims: { legacy: 'no: too old' } },
      { backstage: '1.1', flags: {}, claims: {} },
    ]),
  ).toBe(
    [
      '| Backstage | new frontend system | legacy frontend system |',
      '| 1.3 | yes | yes |',
      '| 1.2 | not tried | no: too old |',
    ].join('\n'),
  );
});
