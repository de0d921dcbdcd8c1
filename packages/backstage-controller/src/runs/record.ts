import { InputError } from '@backstage/errors';
import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import {
  FIELD_MANAGER,
  MANAGED_BY,
  OUTPUT_ANNOTATION,
  RUN_LABEL,
} from '../platform/names';
import type { OutputId } from '../writers/EntityWriter';
import { formatOutputId, parseOutputId } from '../writers/outputId';
import { compressResult, expandResult } from './resultLog';
import { inputOf, type Run } from './Run';
import { runFiles } from './runFiles';

const RESULT = `${runFiles.entities}.gz`;

/** A ConfigMap may have 1 MiB, with its names. */
const MOST_INPUT_BYTES = 1_000_000;

/** What a Job, its pods and its record have. */
export const runLabels = {
  [MANAGED_BY]: FIELD_MANAGER,
  [RUN_LABEL]: 'true',
};

/**
 * The ConfigMap that a run's containers read, and that has their result later on. The Job
 * goes with it.
 *
 * @throws InputError for an object that is too large for one.
 */
export function makeRecord(
  run: Run,
  { name, namespace }: { name: string; namespace: string },
): Manifest {
  const object = stringify(inputOf(run), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  const size = Buffer.byteLength(object) + Buffer.byteLength(run.content);
  if (size > MOST_INPUT_BYTES) {
    throw new InputError(
      `${run.object.kind} ${run.object.metadata.name} is too large for containers of a customization: with its entities it has ${size} bytes, and a ConfigMap may have ${MOST_INPUT_BYTES}. Write the change as a recipe of portal-patch.`,
    );
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      labels: runLabels,
      annotations: { [OUTPUT_ANNOTATION]: formatOutputId(run.id) },
    },
    data: { [runFiles.object]: object, [runFiles.entities]: run.content },
  };
}

/** The change that puts the result in the place of the input. */
export const resultPatch = (content: string) => ({
  data: null,
  binaryData: { [RESULT]: compressResult(content) },
});

/**
 * The result in a record; undefined where the run has not ended.
 *
 * @throws InputError for one that somebody has changed.
 */
export function resultIn(record: Manifest): string | undefined {
  const result = asText(at(record, 'binaryData', RESULT));
  if (result === undefined) return undefined;
  try {
    return expandResult(result);
  } catch {
    // What zlib says of it helps nobody.
    throw new InputError(
      `ConfigMap ${record.metadata.name} has no readable result of the containers of the customization: somebody has changed it. Delete it to let them run again.`,
    );
  }
}

/** What of a record is kept in memory. */
export function withoutData(record: Manifest): Manifest {
  const kept: Manifest = { ...record };
  delete kept.data;
  delete kept.binaryData;
  return kept;
}

/** What a run is for; undefined for an object of somebody else. */
export const outputOfRun = ({ metadata }: Manifest): OutputId | undefined =>
  parseOutputId(metadata.annotations?.[OUTPUT_ANNOTATION]);
