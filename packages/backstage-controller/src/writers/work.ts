import { createHash } from 'node:crypto';
import { gzipSync, constants } from 'node:zlib';
import { InputError } from '@backstage/errors';
import {
  BACKSTAGE_PIPELINE,
  labels,
  PORTAL_PIPELINE,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  FIELD_MANAGER,
  KRATIX_API,
  MANAGED_BY,
  NAMES_ANNOTATION,
  OUTPUT_ANNOTATION,
} from '../platform/names';
import { keyOfOutput, type EntityOutput, type OutputId } from './EntityWriter';
import { formatOutputId } from './outputId';
import { formatOutputNames } from './outputNames';

/** Kubernetes keeps objects of at most 1.5 MiB; the rest of a Work is small. */
const LONGEST_CONTENT = 1_400_000;

/** Longest value of a label; Kratix makes one of a Work's name. */
const LONGEST_NAME = 63;
const HASH_LENGTH = 10;
/** The byte of a gzip header that says on which system it was made. */
const OS_BYTE = 9;
const UNKNOWN_OS = 255;

/**
 * The Work by which Kratix writes an output to its Destinations.
 *
 * @param groupId - of `groupIdOf`
 * @throws InputError for more than Kubernetes keeps in one object.
 */
export function makeWork(
  output: EntityOutput,
  namespace: string,
  groupId: string,
): Manifest {
  const { id } = output;
  return {
    apiVersion: KRATIX_API,
    kind: 'Work',
    metadata: {
      name: workNameOf(id),
      namespace,
      // Not kratix.io/promise-name or work-type: Kratix would count and delete it as its own.
      labels: {
        [MANAGED_BY]: FIELD_MANAGER,
        // By which a pipeline's output gets a folder of its own.
        [labels.pipelineName]: id.portal ? PORTAL_PIPELINE : BACKSTAGE_PIPELINE,
      },
      annotations: {
        [OUTPUT_ANNOTATION]: formatOutputId(id),
        [NAMES_ANNOTATION]: formatOutputNames(output.names),
      },
    },
    spec: {
      promiseName: id.promise,
      ...(id.kind === 'resource' ? { resourceName: id.name } : {}),
      workloadGroups: [
        {
          id: groupId,
          directory: '.',
          destinationSelectors: output.destinationSelectors.map(
            matchLabels => ({ matchLabels, source: 'promise' }),
          ),
          workloads: [
            {
              filepath: 'catalog-info.yaml',
              content: contentOf(output),
            },
          ],
        },
      ],
    },
  };
}

function contentOf({ content }: EntityOutput): string {
  const compressed = compress(content);
  if (compressed.length <= LONGEST_CONTENT) return compressed;
  throw new InputError(
    `The entities have ${compressed.length} bytes, compressed and in base64, and a Work takes at most ${LONGEST_CONTENT}. Write less into the status, shorten the schema of the API, or remove recipes that add to them.`,
  );
}

/** The name of an output's Work: the beginning is for people, the hash keeps them apart. */
export function workNameOf(id: OutputId): string {
  const parts = [
    'backstage',
    id.promise,
    ...(id.kind === 'resource' ? [id.namespace, id.name] : []),
  ];
  const hash = createHash('sha256')
    .update(keyOfOutput(id))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const start = parts
    .join('-')
    // Names of objects may have dots; a label's value may not end in one.
    .replace(/\./g, '-')
    .slice(0, LONGEST_NAME - HASH_LENGTH - 1)
    .replace(/-+$/, '');
  return `${start}-${hash}`;
}

/** The same bytes for the same text, on each machine. */
export function compress(text: string): string {
  const bytes = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  bytes[OS_BYTE] = UNKNOWN_OS;
  return bytes.toString('base64');
}
