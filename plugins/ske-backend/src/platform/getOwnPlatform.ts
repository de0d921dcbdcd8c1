import { isError } from '@backstage/errors';
import type { Platform } from './Platform';
import type { Platforms } from './Platforms';

/**
 * The platform with Backstage's own credential; undefined where people only have
 * their own, and nobody is signed in while this is asked.
 */
export function getOwnPlatform(platforms: Platforms): Platform | undefined {
  try {
    return platforms.for({ kind: 'service' });
  } catch (error) {
    if (isError(error) && error.name === 'AuthenticationError') {
      return undefined;
    }
    throw error;
  }
}
