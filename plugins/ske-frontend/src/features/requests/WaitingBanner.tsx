import { Alert, Link, Text } from '@backstage/ui';
import { Age } from '../../components/Age';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../translations/useT';
import { isLate, platformSince, reviewWord, type Waiting } from './waiting';
import { ReviewSteps } from './ReviewSteps';

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
        title={t('requests.submitted', { action })}
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
      title={t(`requests.review.${word}`, { action })}
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
