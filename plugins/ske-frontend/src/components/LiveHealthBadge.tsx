import { createContext, useContext } from 'react';
import type { Health } from '@syntasso/plugin-ske-common';
import { HealthBadge } from './HealthBadge';

/** Since when what a page shows is not kept up to date any more, RFC 3339. */
export const StaleSinceContext = createContext<string | undefined>(undefined);

/** See {@link StaleSinceContext}. */
export const useStaleSince = () => useContext(StaleSinceContext);

/** The health of what a page is about; while updates are lost, the last one with its age. */
export function LiveHealthBadge(props: { health: Health }) {
  return <HealthBadge health={props.health} staleSince={useStaleSince()} />;
}
