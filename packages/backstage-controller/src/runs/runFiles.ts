import { CATALOG_INFO } from '@syntasso/plugin-ske-common';

/** The folders and files of a run, below the root of its containers. */
export const runFiles = {
  /** Where pipelines of Kratix have their folders, too. */
  root: '/kratix',
  /** Folders below it. */
  folders: {
    input: 'input',
    generated: 'generated',
    output: 'output',
    metadata: 'metadata',
  },
  object: 'object.yaml',
  entities: CATALOG_INFO,
} as const;
