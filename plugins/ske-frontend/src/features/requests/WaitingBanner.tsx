import { Alert, Link, Text } from '@backstage/ui';
import { Age } from '../../components/Age';
import { useNow } from '../../hooks/useNow';
import { useT, type T } from '../../translations/useT';
import { isLate, platformSince, reviewWord, type Waiting } from './waiting';
import { ReviewSteps } from './ReviewSteps';

/** What a request waits for, in one sentence. */
export function waitingTitle(
  waiting: Exclude<Waiting, { kind: 'none' }>,
  t: T,
): string {
  const action = t(`requests.action.${waiting.action}`);
  return waiting.kind === 'push'
    ? t('requests.submitted', { action })
    : t(`requests.review.${reviewWord(waiting.pullRequest)}`, { action });
}

/** What a request waits for, as it really is, and where to go for it. */
export function WaitingBanner(props: { waiting: Waiting }) {
  const t = useT();
  const isOverdue = isLate(props.waiting, useNow());
  const { waiting } = props;
  if (waiting.kind === 'none') return null;
  const action = t(`requests.action.${waiting.action}`);
  const since = platformSince(waiting);
  const lasting = since !== undefined && (
    <Text as="p">
      {isOverdue && <>{t('requests.late')} </>}
      {t('requests.sent')} <Age since={since} />
    </Text>
  );
  if (waiting.kind === 'push') {
    return (
      <Alert
        role="status"
        status={isOverdue ? 'warning' : 'info'}
        icon
        title={waitingTitle(waiting, t)}
        description={lasting}
      />
    );
  }
  const word = reviewWord(waiting.pullRequest);
  const badWords = ['failing', 'conflicts', 'changesRequested', 'closed'];
  return (
    <Alert
      role="status"
      status={isOverdue || badWords.includes(word) ? 'warning' : 'info'}
      icon
      title={waitingTitle(waiting, t)}
      description={
        <>
          <ReviewSteps action={action} word={word} />
          {lasting}
        </>
      }
      customActions={
        <Link href={waiting.url} target="_blank">
          {t('requests.openPullRequest')}
        </Link>
      }
    />
  );
}
