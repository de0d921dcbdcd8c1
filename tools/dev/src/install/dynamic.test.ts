import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { codeIn } from './dynamic';

const docs = readFileSync(join(root, 'docs/install-dynamic.md'), 'utf8');

it('has the code of a host from the docs', () => {
  expect(codeIn(docs, 'packages/backend/src/index.ts')).toContain(
    'backend.add(dynamicPluginsFeatureLoader);',
  );
  expect(codeIn(docs, 'packages/app/src/dynamicFeatures.ts')).toContain(
    'export const dynamicFeatures = createFrontendFeatureLoader({',
  );
});

it('says which file has no code there', () => {
  expect(() => codeIn(docs, 'packages/app/src/other.ts')).toThrow(
    'docs/install-dynamic.md has no code for packages/app/src/other.ts.',
  );
});
