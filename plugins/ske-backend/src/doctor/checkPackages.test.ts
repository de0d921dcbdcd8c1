import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackages } from './checkPackages';
import { findInstalled, findRoot } from './findInstalled';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ske-doctor-')));
  writeJson('package.json', { workspaces: { packages: ['packages/*'] } });
});
afterEach(() => rmSync(root, { recursive: true }));

function writeJson(path: string, content: object) {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}
const install = (folder: string, version: string) =>
  writeJson(`${folder}/package.json`, { version });
const NODE = '22.1.0';
const check = (node = NODE) =>
  checkPackages(
    findInstalled(root, [
      ...['react', '@backstage/ui', '@backstage/plugin-catalog-react'],
      ...['@syntasso/plugin-ske-backend', '@syntasso/plugin-ske-frontend'],
    ]),
    node,
  );

it('finds each copy once: of the root, of workspaces, and in other packages', () => {
  install('node_modules/react', '18.3.1');
  install('packages/app', '0.0.0');
  install('packages/app/node_modules/react', '17.0.2');
  install('node_modules/@acme/table/node_modules/react', '19.0.0');
  install('node_modules/.cache/node_modules/react', '1.0.0');
  install('plugins/ske-backend', '0.1.0');
  mkdirSync(join(root, 'node_modules/@syntasso'));
  symlinkSync(
    join(root, 'plugins/ske-backend'),
    join(root, 'node_modules/@syntasso/plugin-ske-backend'),
  );
  const name = 'react';
  expect(findInstalled(root, [name, '@syntasso/plugin-ske-backend'])).toEqual([
    { name, version: '18.3.1', path: 'node_modules/react' },
    {
      name: '@syntasso/plugin-ske-backend',
      version: '0.1.0',
      path: 'plugins/ske-backend',
    },
    {
      name,
      version: '19.0.0',
      path: 'node_modules/@acme/table/node_modules/react',
    },
    { name, version: '17.0.2', path: 'packages/app/node_modules/react' },
  ]);
  expect(findRoot(join(root, 'packages/app'))).toBe(root);
});

it('is content with one copy of each, and one version of ours', () => {
  install('node_modules/react', '18.3.1');
  install('node_modules/@backstage/ui', '0.20.0');
  install('node_modules/@syntasso/plugin-ske-backend', '0.1.0');
  install('node_modules/@syntasso/plugin-ske-frontend', '0.1.0');
  expect(check().map(({ level, message }) => `${level} ${message}`)).toEqual([
    'ok Node is 22.1.0.',
    'ok One copy of @backstage/ui 0.20.0.',
    'ok @syntasso/plugin-ske-backend 0.1.0, @syntasso/plugin-ske-frontend 0.1.0.',
  ]);
});

it('names copies, versions that differ, and an old Node', () => {
  install('node_modules/react', '18.3.1');
  install('packages/app/node_modules/react', '17.0.2');
  install('node_modules/@backstage/plugin-catalog-react', '4.0.0');
  install(
    'node_modules/@acme/x/node_modules/@backstage/plugin-catalog-react',
    '3.2.3',
  );
  install('node_modules/@syntasso/plugin-ske-backend', '0.1.0');
  install('node_modules/@syntasso/plugin-ske-frontend', '0.2.0');
  const findings = check('18.20.0').filter(({ level }) => level !== 'ok');
  expect(findings.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'warn Node is 18.20.0, which Backstage is not made for.',
    'error react is installed 2 times: 18.3.1 (node_modules/react), 17.0.2 (packages/app/node_modules/react).',
    'warn @backstage/plugin-catalog-react is installed 2 times: 4.0.0 (node_modules/@backstage/plugin-catalog-react), 3.2.3 (node_modules/@acme/x/node_modules/@backstage/plugin-catalog-react).',
    'error Versions differ: @syntasso/plugin-ske-backend 0.1.0, @syntasso/plugin-ske-frontend 0.2.0.',
  ]);
  expect(findings.filter(({ remedy }) => !remedy)).toEqual([]);
});

it('says so where nothing is installed', () => {
  expect(check()).toContainEqual({
    level: 'warn',
    subject: 'packages',
    message: 'No package of Backstage is found in node_modules.',
    remedy: 'Run it in the folder of the app, after yarn install.',
  });
});

it('names the file that it cannot read', () => {
  const file = join(root, 'package.json');
  writeFileSync(file, '{');
  expect(() => findInstalled(root, ['react'])).toThrow(
    `${file} cannot be read`,
  );
});
