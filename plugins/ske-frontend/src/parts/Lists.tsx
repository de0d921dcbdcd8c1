import { Text } from '@backstage/ui';
import type {
  EventView,
  ObjectRef,
  PromiseView,
  RunView,
} from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { Age } from './Age';
import { LogToggle } from './Log';
import { useStyles } from './styles';

/** Conditions as Kratix wrote them. */
export function ConditionList(props: {
  conditions: PromiseView['conditions'];
}) {
  const t = useT();
  const classes = useStyles();
  if (props.conditions.length === 0) {
    return <Text color="secondary">{t('resource.noConditions')}</Text>;
  }
  return (
    <ul className={classes.rows} aria-label={t('resource.conditions')}>
      {props.conditions.map(condition => (
        <li key={condition.type}>
          <div className={classes.spread}>
            <Text weight="bold">
              {condition.type}: {condition.status}
            </Text>
            {condition.lastTransitionTime && (
              <Text variant="body-small" color="secondary">
                <Age since={condition.lastTransitionTime} />
              </Text>
            )}
          </div>
          <Text variant="body-small" color="secondary">
            {[condition.reason, condition.message].filter(Boolean).join(' · ')}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** Pipeline runs, newest first, each with its log. */
export function RunList(props: { runs: RunView[]; subject: ObjectRef }) {
  const t = useT();
  const classes = useStyles();
  return (
    <section aria-label={t('resource.runs')}>
      <Text as="h4" weight="bold">
        {t('resource.runs')}
      </Text>
      {props.runs.length === 0 ? (
        <Text color="secondary">{t('resource.noRuns')}</Text>
      ) : (
        <ul className={classes.rows}>
          {props.runs.map(run => (
            <li key={run.job}>
              <LogToggle
                run={run}
                subject={props.subject}
                title={
                  <Text>
                    {run.pipeline} ·{' '}
                    {t(`resource.phase.${runPhase(run)}`, { age: '' })}
                  </Text>
                }
                when={
                  run.startedAt && (
                    <Text variant="body-small" color="secondary">
                      <Age since={run.startedAt} />
                    </Text>
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function runPhase(run: RunView) {
  return (
    { running: 'Running', succeeded: 'Succeeded', failed: 'Failed' } as const
  )[run.state];
}

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
