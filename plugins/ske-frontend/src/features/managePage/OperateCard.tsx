import { useState } from 'react';
import { Alert, Text } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { useDenied } from '../../hooks/useDenied';
import { useT, type MessageKey } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { nextActionsOf, type NextAction } from '../nextActions/nextActionsOf';
import { ManageCard } from './ManageCard';
import { isDeleting, type ManageCardProps } from './useBlockedReason';

/** What can be done to the workflow here. */
type ManageOperation = 'resume' | 'release' | 'retry' | 'pause';

const TEXTS: Record<ManageOperation, { title: MessageKey; text: MessageKey }> =
  {
    resume: { title: 'resource.resume', text: 'manage.resumeText' },
    release: { title: 'resource.release', text: 'manage.releaseText' },
    retry: { title: 'resource.retry', text: 'manage.retryText' },
    pause: { title: 'resource.pause', text: 'manage.pauseText' },
  };

/**
 * What the state it is in needs; else it can be paused. What waits for somebody already
 * cannot.
 */
export function manageOperationsOf(view: ResourceView): ManageOperation[] {
  const needed = nextActionsOf(view).filter(isManageOperation);
  const isHeld = needed.includes('resume') || needed.includes('release');
  return isHeld || !view.operations.includes('pause')
    ? needed
    : [...needed, 'pause'];
}

/** Whether one of the next actions has a card of its own. */
export const isManageOperation = (
  action: NextAction,
): action is Exclude<ManageOperation, 'pause'> => Object.hasOwn(TEXTS, action);

/** Does one thing to the workflow of the Resource. */
export function OperateCard(
  props: ManageCardProps & { operation: ManageOperation },
) {
  const t = useT();
  const api = useSkeApi();
  const [failure, setFailure] = useState<Error>();
  const { identity, view, live, operation } = props;
  const denied = useDenied('operate', { kind: 'resource', ref: identity.ref });
  const { title, text } = TEXTS[operation];
  const press = async () => {
    setFailure(undefined);
    await api[operation](identity.ref).catch(setFailure);
  };
  return (
    <ManageCard
      title={t(title)}
      missing={denied}
      live={live}
      // What a deletion waits for can be done: it goes on then.
      blocked={isDeleting(view) && operation === 'pause'}
      secondary
      onPress={() => void press()}
    >
      <Text as="p">{t(text)}</Text>
      {failure && (
        <Alert role="alert" status="danger" title={messageOf(failure)} />
      )}
    </ManageCard>
  );
}
