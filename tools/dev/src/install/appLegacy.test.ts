import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { fromReadme } from './readme';

const SOURCES = join(root, 'packages', 'app-legacy', 'src');

/** A file of the legacy app, every run of blanks as one, as the README is compared. */
const read = (file: string) =>
  readFileSync(join(SOURCES, file), 'utf8').replace(/\s+/g, ' ');

it.each([
  ['index.tsx', fromReadme('@backstage/ui/css/styles.css')],
  [
    'components/catalog/EntityPage.tsx',
    fromReadme(`
    <EntitySwitch.Case if={isKratixType('promise')}>
      <KratixPromiseEntityPage />
    </EntitySwitch.Case>
    <EntitySwitch.Case if={isKratixType('resource')}>
      <KratixResourceEntityPage />
    </EntitySwitch.Case>`),
  ],
  [
    'App.tsx',
    fromReadme(`
      <ScaffolderFieldExtensions>
        <SkeSpecFieldExtension />
        <SkeYamlFieldExtension />
        <SkeSecretFieldExtension />
      </ScaffolderFieldExtensions>`),
  ],
  [
    'App.tsx',
    fromReadme(
      '<Route path="/my-requests" element={<KratixMyRequestsPage />} />',
    ),
  ],
])('%s of the legacy app has the lines of the README', (file, lines) => {
  expect(read(file)).toContain(lines.trim().replace(/\s+/g, ' '));
});
