import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from '@internal/testbed';

/** The JavaScript of a controller. */
export interface Built {
  /** Where it is, and where processes have their files. */
  folder: string;
  preload: string;
  main: string;
  remove(): void;
}

/** Makes JavaScript of the controller, so that each of many starts only loads it. */
export async function buildController(): Promise<Built> {
  const folder = await bundlePrograms(
    'controller-process',
    ['preload', 'main'].map(name => join(__dirname, `${name}.ts`)),
  );
  return {
    folder,
    preload: join(folder, 'preload.cjs'),
    main: join(folder, 'main.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
