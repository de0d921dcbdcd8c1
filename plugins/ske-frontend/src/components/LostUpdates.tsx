import { useNow } from '../hooks/useNow';
import { useT } from '../translations/useT';
import { formatAgo } from '../utils/formatTime';

/** That updates are lost, and since when: for places without room for the banner. */
export function LostUpdates(props: { since: string }) {
  const t = useT();
  const now = useNow();
  const ago = formatAgo(now - Date.parse(props.since), t);
  return <>{t('stale.title', { ago })}</>;
}
