import type { JsonObject } from '@backstage/types';
import {
  isPortalPatch,
  recipesOfContainer,
  type PipelineContainer,
  type Recipe,
} from '@syntasso/plugin-ske-common';
import type { Lane } from './Binding';
import { readLanePod } from './lanePod';

/** The first and the last container of each Job. */
export const OWN_CONTAINERS = {
  generate: 'generate',
  result: 'result',
} as const;

/** What one customisation has in a lane. */
export interface LanePart {
  /** The customisation and its field, for messages. */
  where: string;
  containers: readonly PipelineContainer[];
  /** The PipelineSpec that they are in, where it is one. */
  spec?: JsonObject;
}

/** What is known about Jobs. */
export interface LaneOptions {
  /** Whether containers other than `portal-patch` can run. */
  runsContainers: boolean;
  /** Secrets with which their images are pulled, beside those of the customisation. */
  imagePullSecrets: readonly string[];
}

type Refused = Extract<Lane, { kind: 'refused' }>;

/**
 * The containers of a lane, in their order. Where all of them are `portal-patch` their
 * recipes are applied in the controller; else all of them run in a Job, because leaving one
 * out would make other entities than its author wants.
 */
export function readLane(
  parts: readonly LanePart[],
  options: LaneOptions,
): Lane {
  const recipes: Recipe[] = [];
  let other: Refused | undefined;
  for (const part of parts) {
    for (const container of part.containers) {
      const read = readContainer(part.where, container);
      if (read.kind === 'refused') return read;
      if (read.kind === 'recipes') recipes.push(...read.recipes);
      else other ??= cannotRun(part.where, container);
    }
  }
  if (!other) return { kind: 'recipes', recipes };
  return options.runsContainers ? readJob(parts, options) : other;
}

function readContainer(
  where: string,
  container: PipelineContainer,
): Refused | { kind: 'recipes'; recipes: Recipe[] } | { kind: 'other' } {
  if (!isPortalPatch(container)) return { kind: 'other' };
  const read = recipesOfContainer(container);
  if (read.kind === 'recipes') return read;
  const [{ recipe, message, remedy }] = read.problems;
  return {
    kind: 'refused',
    message: `${where}, container "${container.name}", recipe ${
      recipe + 1
    }: ${message}. ${remedy}`,
  };
}

const cannotRun = (
  where: string,
  { name, image }: PipelineContainer,
): Refused => ({
  kind: 'refused',
  message: `${where} has the container "${name}" of image ${image}, which the controller cannot run: it applies recipes of portal-patch, and jobs.image of its configuration is not set, or jobs.enabled is false. Set them, write the change as a recipe, or run the container after a generate stage in a pipeline of the Promise.`,
});

function readJob(
  parts: readonly LanePart[],
  { imagePullSecrets }: LaneOptions,
): Lane {
  const names = new Set<string>(Object.values(OWN_CONTAINERS));
  for (const { where, containers } of parts) {
    for (const { name } of containers) {
      if (names.has(name)) {
        return {
          kind: 'refused',
          message: `${where} has a container "${name}", and another one of its Job is called that, too. Give it another name.`,
        };
      }
      names.add(name);
    }
  }
  const containers = parts.flatMap(part => part.containers);
  // Only a PipelineSpec says anything about the pod, and a lane has one at most.
  const part = parts.find(({ spec }) => spec !== undefined);
  const read = readLanePod(part?.where ?? '', part?.spec ?? {});
  if (read.kind === 'refused') return read;
  const { pod } = read;
  return {
    kind: 'job',
    pod: {
      ...pod,
      containers,
      imagePullSecrets: [
        ...pod.imagePullSecrets,
        ...imagePullSecrets.map(name => ({ name })),
      ],
    },
  };
}
