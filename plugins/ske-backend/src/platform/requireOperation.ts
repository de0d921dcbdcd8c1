import { NotAllowedError } from '@backstage/errors';
import type {
  Engine,
  EngineOperations,
  OperationName,
} from '@syntasso/plugin-ske-common';

const VERBS: Record<OperationName, string> = {
  retry: 'run again',
  pause: 'paused',
  release: 'released',
  upgrade: 'moved to another version',
};

/**
 * How an engine does an operation.
 *
 * @throws NotAllowedError when it has none of the kind.
 */
export function requireOperation<Name extends OperationName>(
  { operations, texts }: Engine,
  name: Name,
): NonNullable<EngineOperations[Name]> {
  const operation = operations[name];
  if (operation) return operation;
  throw new NotAllowedError(
    `Resources of a ${texts.offering} cannot be ${VERBS[name]}.`,
  );
}
