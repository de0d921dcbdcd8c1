/**
 * For what may be left out where the credential has no right to it, as nothing does that is
 * not there (`ifNotFound`).
 *
 * @throws any other error
 */
export function ifNotAllowed(error: Error): undefined {
  if (error.name === 'NotAllowedError') return undefined;
  throw error;
}
