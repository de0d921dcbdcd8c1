import { useStyles } from './styles';
import { useT } from '../translations/useT';

const ALL = ['form', 'review', 'progress'] as const;

/** Form › Review › Progress, with where one is. */
export function DialogSteps(props: { current: (typeof ALL)[number] }) {
  const t = useT();
  const classes = useStyles();
  return (
    <ol
      className={`${classes.plainList} ${classes.inline}`}
      aria-label={t('dialog.steps')}
    >
      {ALL.map((step, index) => (
        <li
          key={step}
          aria-current={step === props.current ? 'step' : undefined}
          className={step === props.current ? classes.strong : classes.muted}
        >
          {index > 0 && <span aria-hidden> › </span>}
          {index + 1} {t(`dialog.${step}`)}
        </li>
      ))}
    </ol>
  );
}
