import type { Entity } from '@backstage/catalog-model';
import {
  annotations,
  healthOrder,
  healthStateSchema,
  type HealthState,
} from '@syntasso/plugin-ske-common';

/** All states, in the order in which somebody has to look at them. */
export const statesByUrgency: readonly HealthState[] = [
  ...healthStateSchema.options,
].sort((one, other) => healthOrder[one] - healthOrder[other]);

/** Whether something with this state is as it should be, so that nobody asks why. */
export const goesWell = (state: HealthState): boolean =>
  state === 'ready' || state === 'progressing';

/** Whether a text is a state of health. */
export const isHealthState = (text: string): text is HealthState =>
  healthStateSchema.safeParse(text).success;

/**
 * The health that an entity was published with; undefined for one that has none. What is
 * no state, such as one of a newer version, is unknown.
 */
export function healthStateOf({ metadata }: Entity): HealthState | undefined {
  const text = metadata.annotations?.[annotations.health];
  if (!text) return undefined;
  return isHealthState(text) ? text : 'unknown';
}
