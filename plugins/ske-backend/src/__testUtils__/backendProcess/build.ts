import { join } from 'node:path';
import { bundlePrograms } from '@internal/testbed';

/** The JavaScript of a backend, and of the person who asks it for too much. */
export interface Built {
  faults: string;
  greedyPerson: string;
  main: string;
}

/** Makes JavaScript of the backend: it is started some hundred times. */
export async function buildBackendProcess(): Promise<Built> {
  const folder = await bundlePrograms(
    'backend-process',
    ['faults', 'greedyPerson', 'main'].map(name =>
      join(__dirname, `${name}.ts`),
    ),
  );
  return {
    faults: join(folder, 'faults.cjs'),
    greedyPerson: join(folder, 'greedyPerson.cjs'),
    main: join(folder, 'main.cjs'),
  };
}
