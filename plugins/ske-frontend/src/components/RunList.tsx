import { Text } from '@backstage/ui';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { Age } from './Age';
import { LogToggle } from './LogToggle';
import { useStyles } from './styles';

/** Pipeline runs, newest first, each with its log. */
export function RunList(props: { runs: RunView[]; objectRef: ObjectRef }) {
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
                objectRef={props.objectRef}
                title={
                  <Text>
                    {run.pipeline} · {t(`resource.phase.${runPhase(run)}`)}
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
  const phases = {
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    stopped: 'Stopped',
  } as const;
  return phases[run.state];
}
