import { StatusCard } from '../features/statusCard/StatusCard';
import { WithCreateHref } from './createPage';

/** See {@link StatusCard}. */
export function KratixStatusCard() {
  return (
    <WithCreateHref>
      <StatusCard />
    </WithCreateHref>
  );
}
