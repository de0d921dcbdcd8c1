import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { CardBoundary } from '../../components/Card';
import { ConditionList } from '../../components/ConditionList';
import { EventList } from '../../components/EventList';
import { RunList } from '../../components/RunList';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { PromiseFullStatus } from './PromiseFullStatus';

/** What few need and those need much: collapsed. */
export function PromiseDetailsCard(props: { view: OfferingView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  // Only a cluster tells the rest.
  if (view.source !== 'cluster') return <PromiseFullStatus view={view} />;
  return (
    <div className={`${classes.readable} ${classes.narrowColumn}`}>
      <Accordion>
        <AccordionTrigger title={t('promise.details')} />
        <AccordionPanel>
          <CardBoundary>
            <div className={classes.column}>
              <ConditionList conditions={view.conditions} />
              <RunList runs={view.runs} objectRef={view.ref} />
              <EventList events={view.events} />
            </div>
          </CardBoundary>
        </AccordionPanel>
      </Accordion>
      <PromiseFullStatus view={view} />
    </div>
  );
}
