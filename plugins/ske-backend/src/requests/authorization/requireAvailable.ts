import { ConflictError } from '@backstage/errors';
import {
  describeHealthReason,
  type Offering,
} from '@syntasso/plugin-ske-common';

/**
 * Requires that an offering takes requests. One of which the platform says nothing yet is
 * left to the API server, which knows whether it has the API.
 *
 * @throws ConflictError that says why it does not.
 */
export function requireAvailable({
  engine,
  name,
  health,
  isAvailable,
}: Offering): void {
  if (isAvailable || health.reason.code === 'noStatus') return;
  throw new ConflictError(
    `${
      engine.texts.offering
    } ${name} takes no requests now, so nothing was written. ${describeHealthReason(
      health.reason,
    )} Request it again when it is available.`,
  );
}
