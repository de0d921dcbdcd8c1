import { useT } from '../translations/useT';
import {
  formatAge,
  formatAgo,
  formatLasting,
  formatMoment,
} from '../utils/formatTime';
import { useNow } from '../hooks/useNow';

const forms = { ago: formatAgo, lasting: formatLasting, bare: formatAge };

/** How long ago something was; the exact moment on hover. */
export function Age(props: { since: string; form?: keyof typeof forms }) {
  const t = useT();
  const now = useNow();
  const sinceTime = Date.parse(props.since);
  if (Number.isNaN(sinceTime)) return <>{t('common.notSet')}</>;
  const format = forms[props.form ?? 'ago'];
  return (
    <time dateTime={props.since} title={formatMoment(props.since, t)}>
      {format(now - sinceTime, t)}
    </time>
  );
}
