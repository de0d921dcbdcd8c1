import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControllerConfig } from '../config/controllerConfig';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import type { EntityWriter } from './EntityWriter';
import { openBucketWriter, openGitWriter } from './openWriter';
import { watchWorks, WorkWriter } from './WorkWriter';

/** Clones are only a cache: a new pod begins with none. */
const CLONES = join(tmpdir(), 'backstage-controller-git');

/** A writer, and what tells of changes of what it has written. */
export interface CreatedWriter {
  writer: EntityWriter;
  /** Only where it writes Works. */
  works: Watch | undefined;
  /** Lets go of what it holds. */
  close?: () => Promise<void>;
}

/**
 * The writer that the configuration asks for.
 *
 * @throws InputError for a file that the configuration names and that cannot be read.
 */
export function createWriter(
  { output, namespace }: ControllerConfig,
  platform: PlatformApi,
): CreatedWriter {
  const context = { platform, namespace, cloneFolder: CLONES };
  switch (output.type) {
    case 'work': {
      const works = watchWorks(platform, namespace);
      return { writer: new WorkWriter({ platform, works, namespace }), works };
    }
    case 'git':
      return { ...openGitWriter(output, context), works: undefined };
    case 'bucket':
      return { writer: openBucketWriter(output, context), works: undefined };
    default:
      return output satisfies never;
  }
}
