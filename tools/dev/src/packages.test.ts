import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root';

it('says why each resolution in package.json is there', () => {
  const { resolutions, '//resolutions': reasons } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  expect(Object.keys(reasons)).toEqual(Object.keys(resolutions));
  expect(Object.values(reasons)).not.toContain('');
});
