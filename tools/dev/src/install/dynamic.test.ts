import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { bundleName } from '../pack/packDynamic';
import { codeIn, doctorIn } from './dynamic';

const docs = readFileSync(join(root, 'docs/install-dynamic.md'), 'utf8');

it('has the code of a host from the docs', () => {
  expect(codeIn(docs, 'packages/backend/src/index.ts')).toContain(
    'backend.add(dynamicPluginsFeatureLoader);',
  );
  expect(codeIn(docs, 'packages/app/src/dynamicFeatures.ts')).toContain(
    'export const dynamicFeatures = createFrontendFeatureLoader({',
  );
});

it('has the command that checks a host, in the folder that packing makes', () => {
  expect(doctorIn(docs)).toBe(
    `node dynamic-plugins/${bundleName(
      '@syntasso/plugin-ske-backend',
    )}/bin/doctor.js`,
  );
  expect(
    existsSync(join(root, 'plugins', 'ske-backend', 'bin', 'doctor.js')),
  ).toBe(true);
  expect(() => doctorIn('Nothing.')).toThrow('does not say how doctor is run');
});

it('says which file has no code there', () => {
  expect(() => codeIn(docs, 'packages/app/src/other.ts')).toThrow(
    'docs/install-dynamic.md has no code for packages/app/src/other.ts.',
  );
});
