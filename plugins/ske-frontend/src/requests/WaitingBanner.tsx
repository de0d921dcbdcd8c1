import { Alert, Link } from '@backstage/ui';
import { useT } from '../translations/useT';
import { reviewWord, type Waiting } from './waiting';
import { ReviewSteps } from './ReviewSteps';

/** What a request waits for, as it really is, and where to go for it. */
export function WaitingBanner(props: { waiting: Waiting }) {
  const t = useT();
  const { waiting } = props;
  if (waiting.kind === 'none') return null;
  const action = t(`requests.action.${waiting.action}`);
  if (waiting.kind === 'push') {
    return (
      <Alert
        role="status"
        status="info"
        icon
        title={t('requests.submitted', { action })}
      />
    );
  }
  const word = reviewWord(waiting.pullRequest);
  const bad = ['failing', 'conflicts', 'changesRequested', 'closed'];
  return (
    <Alert
      role="status"
      status={bad.includes(word) ? 'warning' : 'info'}
      icon
      title={t(`requests.review.${word}`, { action })}
      description={<ReviewSteps action={action} word={word} />}
      customActions={
        <Link href={waiting.url} target="_blank">
          {t('requests.openPullRequest')}
        </Link>
      }
    />
  );
}
