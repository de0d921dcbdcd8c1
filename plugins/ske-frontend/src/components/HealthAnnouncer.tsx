import { useEffect, useRef, useState } from 'react';
import type { Health } from '@syntasso/plugin-ske-common';
import { useStyles } from './styles';
import { useT } from '../translations/useT';
import { reasonText } from '../utils/reasonText';

/** Says a change of health once per page, for those who do not see the badge. */
export function HealthAnnouncer(props: {
  name: string;
  health: Health | undefined;
}) {
  const t = useT();
  const classes = useStyles();
  const { name, health } = props;
  const last = useRef(health?.state);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!health || health.state === last.current) return;
    if (last.current !== undefined) {
      setText(
        t('common.announce', {
          name,
          state: t(`health.${health.state}`),
          reason: reasonText(t, health.reason),
        }),
      );
    }
    last.current = health.state;
  }, [health, name, t]);
  return (
    <div aria-live="polite" className={classes.visuallyHidden}>
      {text}
    </div>
  );
}
