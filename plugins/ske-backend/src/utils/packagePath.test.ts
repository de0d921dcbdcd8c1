import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOwnFolder, packagePath } from './packagePath';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ske-package-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const makePackage = (name: string) => {
  const folder = join(root, 'dynamic-plugins-root', 'syntasso-ske');
  mkdirSync(join(folder, 'dist', 'utils'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name }));
  return folder;
};

it.each([
  '@syntasso/plugin-ske-backend',
  '@syntasso/plugin-ske-backend-dynamic',
])('finds %s outside of node_modules', name => {
  const folder = makePackage(name);
  expect(findOwnFolder(join(folder, 'dist', 'utils'))).toBe(folder);
});

it('takes no other package for this one', () => {
  const folder = makePackage('@acme/backend');
  expect(findOwnFolder(join(folder, 'dist', 'utils'))).toBeUndefined();
});

it('finds what the backend needs beside its code', () => {
  expect(existsSync(packagePath('workers', 'readYaml.js'))).toBe(true);
  expect(existsSync(packagePath('migrations'))).toBe(true);
});
