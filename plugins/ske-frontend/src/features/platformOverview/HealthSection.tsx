import { useEffect, useState } from 'react';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import type { PlatformHealth } from '@syntasso/plugin-ske-common';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
import { useStyles } from '../../components/styles';
import { useHashTarget } from '../../hooks/useHashTarget';
import type { Polled } from '../../hooks/usePolled';
import { useT } from '../../translations/useT';
import { HEALTH_HASH } from '../../utils/addresses';
import { HealthCards } from '../platformHealth/HealthCards';
import { isConnectionWell } from './isConnectionWell';

/**
 * How Backstage reaches the platform, and with which rights: open where something is
 * wrong, and for who was led here.
 */
export function HealthSection(props: { health: Polled<PlatformHealth> }) {
  const t = useT();
  const classes = useStyles();
  const { value, error, retry } = props.health;
  const { isTarget, place } = useHashTarget(HEALTH_HASH, value !== undefined);
  const [chosen, setChosen] = useState<boolean | undefined>(
    isTarget || undefined,
  );
  const isWrong = error ? true : value && !isConnectionWell(value);
  // When it is well again, whoever reads it there goes on reading.
  useEffect(() => {
    if (isWrong) setChosen(current => current ?? true);
  }, [isWrong]);
  return (
    <div ref={place} className={classes.readable}>
      <Accordion
        isExpanded={chosen ?? isWrong ?? false}
        onExpandedChange={setChosen}
      >
        <AccordionTrigger
          level={2}
          title={t('platform.title')}
          subtitle={
            value && !isWrong ? t('overview.connectionWell') : undefined
          }
        />
        <AccordionPanel>
          <div className={classes.column}>
            {error && <ErrorAlert error={error} onRetry={retry} />}
            {!value && !error && (
              <Loading what={t('platform.title')} heights={[160, 200, 300]} />
            )}
            {value && <HealthCards health={value} onRefresh={retry} />}
          </div>
        </AccordionPanel>
      </Accordion>
    </div>
  );
}
