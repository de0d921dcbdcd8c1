import { makeStyles } from '@material-ui/core/styles';
import { useStyles } from './styles';
import { useT } from '../translations/useT';

const ALL = ['form', 'review', 'progress'] as const;

/** Finds the heading of the current step, which takes the focus. */
export const STEP_HEADING = 'h3[tabindex="-1"]';

const useHeadingStyles = makeStyles({
  heading: { display: 'inline', margin: 0, font: 'inherit' },
});

/** Form › Review › Progress, with where one is. */
export function DialogSteps(props: { current: (typeof ALL)[number] }) {
  const t = useT();
  const classes = useStyles();
  const { heading } = useHeadingStyles();
  return (
    <ol
      className={`${classes.plainList} ${classes.inline}`}
      aria-label={t('dialog.steps')}
    >
      {ALL.map((step, index) => {
        const title = `${index + 1} ${t(`dialog.${step}`)}`;
        const isCurrent = step === props.current;
        return (
          <li
            key={step}
            aria-current={isCurrent ? 'step' : undefined}
            className={isCurrent ? classes.strong : classes.muted}
          >
            {index > 0 && <span aria-hidden> › </span>}
            {isCurrent ? (
              <h3 className={heading} tabIndex={-1}>
                {title}
              </h3>
            ) : (
              title
            )}
          </li>
        );
      })}
    </ol>
  );
}
