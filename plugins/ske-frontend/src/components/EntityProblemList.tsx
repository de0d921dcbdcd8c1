import { Text } from '@backstage/ui';
import type { EntityProblem } from '@syntasso/plugin-ske-common';
import { useStyles } from './styles';
import { useT } from '../translations/useT';

/** What of objects does not come into the catalog: each with the reason and the remedy. */
export function EntityProblemList(props: {
  problems: EntityProblem[];
  label: string;
}) {
  const t = useT();
  const classes = useStyles();
  return (
    <ul className={classes.plainList} aria-label={props.label}>
      {props.problems.map(problem => {
        const { object, entity, field, reason, remedy } = problem;
        const place = [object.namespace, object.name].filter(Boolean).join('/');
        const values = { object: `${object.kind} ${place}`, entity };
        return (
          <li key={JSON.stringify(problem)}>
            <Text as="p" variant="body-small">
              {field === 'entity'
                ? t('entityProblem.whole', values)
                : t('entityProblem.field', { ...values, field })}
            </Text>
            <Text as="p" variant="body-small" color="secondary">
              {reason} {remedy}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}
