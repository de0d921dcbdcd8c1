import { lazy, type ComponentType } from 'react';

/**
 * A component that is loaded when it is first drawn. Where its code cannot be had, such as
 * offline or after a new deployment, another stands in, and the page around it stays.
 *
 * @param standIn - makes the other one, which gets the same props
 */
export const lazyOr = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standIn: (error: Error) => ComponentType<Props>,
) =>
  lazy<ComponentType<Props>>(async () => ({
    default: await load().catch((error: Error) => standIn(error)),
  }));
