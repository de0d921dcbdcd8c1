import { Text } from '@backstage/ui';
import type { EventView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { Age } from './Age';
import { useStyles } from './styles';

/** What the platform said about the object lately. */
export function EventList(props: { events: EventView[] }) {
  const t = useT();
  const classes = useStyles();
  return (
    <section aria-label={t('resource.events')}>
      <Text as="h4" weight="bold">
        {t('resource.events')}
      </Text>
      {props.events.length === 0 ? (
        <Text color="secondary">{t('resource.noEvents')}</Text>
      ) : (
        <ul className={classes.rows}>
          {props.events.map(event => (
            <li key={`${event.reason} ${event.note}`}>
              <div className={classes.spread}>
                <Text weight={event.type === 'Warning' ? 'bold' : 'regular'}>
                  {event.reason}
                  {event.count > 1 ? ` ×${event.count}` : ''}
                </Text>
                {event.at && (
                  <Text variant="body-small" color="secondary">
                    <Age since={event.at} />
                  </Text>
                )}
              </div>
              <Text variant="body-small" color="secondary">
                {event.note}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
