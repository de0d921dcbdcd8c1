import { InputError } from '@backstage/errors';
import type { ControllerConfig } from '../config/controllerConfig';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import type { EntityWriter } from './EntityWriter';
import { watchWorks, WorkWriter } from './WorkWriter';

/** A writer, and what tells of changes of what it has written. */
export interface CreatedWriter {
  writer: EntityWriter;
  /** Only where it writes Works. */
  works: Watch | undefined;
}

/** The writer that the configuration asks for. */
export function createWriter(
  { output, namespace }: ControllerConfig,
  platform: PlatformApi,
): CreatedWriter {
  switch (output.type) {
    case 'work': {
      const works = watchWorks(platform, namespace);
      return { writer: new WorkWriter({ platform, works, namespace }), works };
    }
    default:
      throw new InputError(
        `output.type ${output.type} is not built into this controller. Set it to work.`,
      );
  }
}
