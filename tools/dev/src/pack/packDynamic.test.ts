import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleName, tidy } from './packDynamic';

it('knows the folder that the Backstage CLI makes', () => {
  expect(bundleName('@syntasso/plugin-ske-backend')).toBe(
    'syntasso-plugin-ske-backend',
  );
});

it('leaves source maps and what a build needs out of a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynamic-'));
  try {
    for (const file of [
      'package.json',
      '.gitignore',
      '.yarn/install-state.gz',
      'dist/index.js',
      'dist/static/1.js.map',
      'node_modules/other/index.js',
      'node_modules/other/index.js.map',
    ]) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    tidy(folder);
    const left = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile())
      .map(entry => entry.name);
    expect(left.sort()).toEqual(['index.js', 'index.js', 'package.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
