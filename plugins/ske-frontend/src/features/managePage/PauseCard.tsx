import { useState } from 'react';
import { Alert, Text } from '@backstage/ui';
import { useSkeApi } from '../../api/useSkeApi';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { ManageCard } from './ManageCard';
import { isDeleting, type ManageCardProps } from './useBlockedReason';

/** Pauses the Resource, or resumes it. */
export function PauseCard(props: ManageCardProps) {
  const t = useT();
  const api = useSkeApi();
  const [failure, setFailure] = useState<Error>();
  const { identity, view, live } = props;
  const denied = useDenied('operate', { kind: 'resource', ref: identity.ref });
  const { paused } = view;
  const press = async () => {
    setFailure(undefined);
    const { ref } = identity;
    await (paused ? api.resume(ref) : api.pause(ref)).catch(setFailure);
  };
  return (
    <ManageCard
      title={t(paused ? 'resource.resume' : 'resource.pause')}
      missing={denied}
      live={live}
      // What waits for being deleted can be resumed: the deletion goes on then.
      blocked={isDeleting(view) && !paused}
      secondary
      onPress={() => void press()}
    >
      <Text as="p">{t(paused ? 'manage.resumeText' : 'manage.pauseText')}</Text>
      {failure && (
        <Alert role="alert" status="danger" title={messageOf(failure)} />
      )}
    </ManageCard>
  );
}
