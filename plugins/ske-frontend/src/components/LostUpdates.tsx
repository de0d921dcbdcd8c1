import { useNow } from '../hooks/useNow';
import { useT } from '../translations/useT';
import { formatAgo } from '../utils/formatTime';

/** Says since when updates are lost, in places without room for a {@link LiveBanner}. */
export function LostUpdates(props: { since: string }) {
  const t = useT();
  const now = useNow();
  const ago = formatAgo(now - Date.parse(props.since), t);
  return <>{t('stale.title', { ago })}</>;
}
