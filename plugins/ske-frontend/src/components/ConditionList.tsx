import { Text } from '@backstage/ui';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { Age } from './Age';
import { useStyles } from './styles';

/** Conditions as Kratix wrote them. */
export function ConditionList(props: {
  conditions: OfferingView['conditions'];
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
