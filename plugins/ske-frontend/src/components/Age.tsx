import { useT } from '../translations/useT';
import { formatAge, formatMoment } from '../utils/formatTime';
import { useNow } from '../hooks/useNow';

/** How long ago something was; the exact moment on hover. */
export function Age(props: { since: string; form?: 'ago' | 'since' | 'bare' }) {
  const t = useT();
  const now = useNow();
  const sinceTime = Date.parse(props.since);
  if (Number.isNaN(sinceTime)) return <>{t('common.notSet')}</>;
  const age = formatAge(now - sinceTime);
  const text = {
    ago: t('common.ago', { age }),
    since: t('common.since', { age }),
    bare: age,
  }[props.form ?? 'ago'];
  return (
    <time dateTime={props.since} title={formatMoment(props.since)}>
      {text}
    </time>
  );
}
