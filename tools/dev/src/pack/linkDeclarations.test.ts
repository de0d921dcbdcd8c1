import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../root';
import { inlinedPackages, linkDeclarations } from './linkDeclarations';

it('finds the packages that are built into others', () => {
  expect(inlinedPackages(root).map(({ name }) => name)).toEqual([
    '@syntasso/plugin-ske-common',
    '@syntasso/plugin-ske-node',
  ]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-declarations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('imports declarations of inlined packages by their path', () => {
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const page = write(
    'plugins/front/src/pages/page.d.ts',
    "import { View } from '@x/common';\nimport { Other } from '@x/common-other';\nexport declare const page: import(\"@x/common\").View;\n",
  );
  const inner = write(
    'plugins/common/src/index.d.ts',
    "export * from './view';\n",
  );
  linkDeclarations(folder, [{ name: '@x/common', folder: 'plugins/common' }]);
  expect(readFileSync(page, 'utf8')).toBe(
    "import { View } from '../../../common/src/index';\nimport { Other } from '@x/common-other';\nexport declare const page: import(\"../../../common/src/index\").View;\n",
  );
  expect(readFileSync(inner, 'utf8')).toBe("export * from './view';\n");
});
