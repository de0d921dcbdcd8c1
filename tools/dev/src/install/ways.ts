import type { FreshApp, YarnRun } from './FreshApp';
import { fromReadme } from './readme';

const AGE_GATE = "npmPreapprovedPackages:\n  - '@backstage/*'";
const PREAPPROVED = fromReadme(`npmPreapprovedPackages:
  - '@backstage/*'
  - '@syntasso/*'`);

/**
 * The lines of the README about packages, and the backend's one line.
 *
 * @returns how long Yarn took, and what it said at last, about all of the app
 */
export async function installPackages(app: FreshApp): Promise<YarnRun> {
  if (app.read('.yarnrc.yml').includes(AGE_GATE)) {
    app.replace('.yarnrc.yml', AGE_GATE, PREAPPROVED);
  }
  const run: YarnRun = { seconds: 0, output: '' };
  for (const line of [
    'yarn --cwd packages/backend add @syntasso/plugin-ske-backend',
    'yarn --cwd packages/app add @syntasso/plugin-ske-frontend',
  ]) {
    const [, ...args] = fromReadme(line).split(' ');
    const { seconds, output } = await app.yarn(...args);
    run.seconds += seconds;
    run.output = output;
  }
  app.insert(
    'packages/backend/src/index.ts',
    fromReadme("backend.add(import('@syntasso/plugin-ske-backend'));"),
    'backend.start();',
  );
  return run;
}

/** The lines of the README for apps of the legacy frontend system. */
export function installLegacyPages(app: FreshApp): void {
  const entityPage = 'packages/app/src/components/catalog/EntityPage.tsx';
  app.insert(
    entityPage,
    fromReadme(`    <EntitySwitch.Case if={isKratixType('promise')}>
      <KratixPromiseEntityPage />
    </EntitySwitch.Case>
    <EntitySwitch.Case if={isKratixType('resource')}>
      <KratixResourceEntityPage />
    </EntitySwitch.Case>`),
    "    <EntitySwitch.Case if={isComponentType('service')}>",
  );
  app.insert(
    entityPage,
    fromReadme(`import {
  isKratixType,
  KratixPromiseEntityPage,
  KratixResourceEntityPage,
} from '@syntasso/plugin-ske-frontend';`),
    firstLineOf(app.read(entityPage), 'import'),
  );
  const appFile = 'packages/app/src/App.tsx';
  app.replace(
    appFile,
    '    <Route path="/create" element={<ScaffolderPage />} />',
    fromReadme(`    <Route path="/create" element={<ScaffolderPage />}>
      <ScaffolderFieldExtensions>
        <SkeSpecFieldExtension />
        <SkeYamlFieldExtension />
        <SkeSecretFieldExtension />
      </ScaffolderFieldExtensions>
    </Route>
    <Route path="/my-requests" element={<KratixMyRequestsPage />} />`),
  );
  app.insert(
    appFile,
    [
      fromReadme(
        "import { ScaffolderFieldExtensions } from '@backstage/plugin-scaffolder-react';",
      ),
      fromReadme(`import {
  KratixMyRequestsPage,
  SkeSecretFieldExtension,
  SkeSpecFieldExtension,
  SkeYamlFieldExtension,
} from '@syntasso/plugin-ske-frontend';`),
    ].join('\n'),
    firstLineOf(app.read(appFile), 'import'),
  );
}

function firstLineOf(text: string, start: string): string {
  const found = text.split('\n').find(line => line.startsWith(start));
  if (!found) throw new Error(`There is no line that starts with ${start}.`);
  return found;
}
