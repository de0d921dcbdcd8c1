import { isError } from '@backstage/errors';
import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';
import { InvalidInputError } from '@syntasso/plugin-ske-node';

/** The result of a dry run: the manifest as the API server would store it. */
export function acceptedResult(manifest: Manifest): DryRunResult {
  const { managedFields: _, ...metadata } = manifest.metadata;
  return {
    outcome: 'accepted',
    manifest: { ...manifest, metadata: metadata as Manifest['metadata'] },
    checkedBy: 'platform',
  };
}

/** The refusal of a name that another object has. */
export function nameTakenResult(manifest: Manifest): DryRunResult {
  const { name, namespace = 'default' } = manifest.metadata;
  return {
    outcome: 'refused',
    reason: 'taken',
    message: `There is already a ${manifest.kind} named ${name} in ${namespace}. Choose another name.`,
    problems: [{ field: 'metadata.name', message: 'is taken' }],
  };
}

/** Turns the refusal of a dry run into its result. @throws any other error */
export function refusedResult(
  error: unknown,
  manifest: Manifest,
  mode: 'create' | 'update',
): DryRunResult {
  if (error instanceof InvalidInputError) {
    return {
      outcome: 'refused',
      reason: 'invalid',
      message: error.message,
      problems: error.problems,
    };
  }
  if (!isError(error)) throw error;
  const { namespace = 'default' } = manifest.metadata;
  switch (error.name) {
    case 'ConflictError':
      if (mode === 'update') throw error;
      return nameTakenResult(manifest);
    case 'NotAllowedError':
      return {
        outcome: 'refused',
        reason: 'forbidden',
        message: error.message,
        problems: [],
      };
    case 'NotFoundError':
      return {
        outcome: 'refused',
        reason: 'invalid',
        message: `Namespace ${namespace} does not exist on the platform, or the API of ${manifest.kind} is gone. Choose another namespace.`,
        problems: [
          {
            field: 'metadata.namespace',
            message: 'does not exist on the platform',
          },
        ],
      };
    default:
      throw error;
  }
}
