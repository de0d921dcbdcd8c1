import { Alert } from '@backstage/ui';
import type { AnnotationProblem } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { useStyles } from './styles';

/** Annotations that are missing or wrong, each with its remedy. */
export function EntityProblems(props: {
  title?: string;
  problems: AnnotationProblem[];
}) {
  const t = useT();
  const classes = useStyles();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={props.title ?? t('invalid.title')}
      description={
        <ul className={classes.plainList}>
          {props.problems.map(({ annotation, problem, remedy }) => (
            <li key={annotation}>
              {t('invalid.problem', { annotation, problem })} {remedy}
            </li>
          ))}
        </ul>
      }
    />
  );
}
