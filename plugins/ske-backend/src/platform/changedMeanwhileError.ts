import { ConflictError } from '@backstage/errors';
import type { ObjectRef } from '@syntasso/plugin-ske-common';

/** The error for a change whose object somebody else has changed in between. */
export const changedMeanwhileError = (ref: ObjectRef) =>
  new ConflictError(
    `${ref.kind} ${ref.namespace ?? 'default'}/${
      ref.name
    } was changed by somebody else since you opened it. Look at the difference, then apply yours on top, or drop it.`,
  );
