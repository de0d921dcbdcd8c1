import { useState } from 'react';
import { Text } from '@backstage/ui';
import { annotations, type ResourceView } from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useNow } from '../../hooks/useNow';
import { useT } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { formatLasting } from '../../utils/formatTime';
import { DeleteDialog } from './DeleteDialog';
import { ManageCard } from './ManageCard';
import {
  isDeleting,
  useBlockedReason,
  type ManageCardProps,
} from './useBlockedReason';

const STUCK_AFTER_MS = 60_000;

/** Deletes the Resource, or says how its deletion goes. */
export function DeleteCard(props: ManageCardProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const blockedReason = useBlockedReason(props);
  const denied = useDenied('delete', { kind: 'resource', ref: identity.ref });
  return (
    <>
      <ManageCard
        title={t('manage.delete')}
        missing={
          identity.promiseName
            ? denied
            : t('manage.noPromise', { annotation: annotations.promiseName })
        }
        live={live}
        blocked={blockedReason !== undefined || !props.known}
        destructive
        onPress={() => setOpen(true)}
      >
        {isDeleting(view) ? (
          <DeletionProgress view={view} />
        ) : (
          <Text as="p">{t('manage.deleteText')}</Text>
        )}
        {blockedReason && !isDeleting(view) && (
          <Text color="secondary">{blockedReason}</Text>
        )}
      </ManageCard>
      {open && (
        <DeleteDialog
          identity={identity}
          view={view}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** That it is going; after a while, what holds it. */
function DeletionProgress(props: { view: ResourceView }) {
  const t = useT();
  const now = useNow();
  const { health, manifest } = props.view;
  const { deletionTimestamp, finalizers = [] } = manifest.metadata;
  const age = now - Date.parse(deletionTimestamp ?? '');
  return (
    <div role="status">
      <Text as="p">
        {health.reason.code === 'deleting'
          ? t('del.started')
          : reasonText(t, health.reason)}
      </Text>
      {age > STUCK_AFTER_MS && finalizers.length > 0 && (
        <Text as="p" weight="bold">
          {t('del.stuck', {
            finalizers: finalizers.join(', '),
            lasting: formatLasting(age, t),
          })}
        </Text>
      )}
    </div>
  );
}
