import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import type { ReviewWord } from './waiting';

type StepState = 'waiting' | 'current' | 'done' | 'failed';

function statesOf(
  word: ReviewWord,
): Record<'approval' | 'provisioning', StepState> {
  switch (word) {
    case 'merged':
      return { approval: 'done', provisioning: 'current' };
    case 'closed':
      return { approval: 'failed', provisioning: 'waiting' };
    default:
      return { approval: 'current', provisioning: 'waiting' };
  }
}

/** First somebody approves it, then the platform provisions it. */
export function ReviewSteps(props: { action: string; word: ReviewWord }) {
  const t = useT();
  const classes = useStyles();
  const { action, word } = props;
  const states = statesOf(word);
  return (
    <ol
      className={`${classes.plainList} ${classes.inline}`}
      aria-label={t('requests.steps', { action })}
    >
      {(['approval', 'provisioning'] as const).map((step, index) => (
        <li
          key={step}
          data-step={step}
          data-state={states[step]}
          aria-current={states[step] === 'current' ? 'step' : undefined}
          className={states[step] === 'current' ? classes.strong : undefined}
        >
          {index > 0 && <span aria-hidden> › </span>}
          {index + 1} {t(`requests.step.${step}`)}:{' '}
          {t(`resource.stageState.${states[step]}`)}
        </li>
      ))}
    </ol>
  );
}
