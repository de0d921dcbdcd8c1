import { useState } from 'react';
import { Text } from '@backstage/ui';
import { annotations, type ResourceView } from '@syntasso/plugin-ske-common';
import { DeletionWait } from '../../components/DeletionWait';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { DeleteDialog } from './DeleteDialog';
import { ManageCard } from './ManageCard';
import {
  isDeleting,
  useBlockedReason,
  type ManageCardProps,
} from './useBlockedReason';

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

/** That it is going, and what holds it. */
function DeletionProgress(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const { health, manifest } = props.view;
  return (
    <div className={classes.narrowColumn}>
      <Text as="p" role="status">
        {health.reason.code === 'deleting'
          ? t('del.started')
          : reasonText(t, health.reason)}
      </Text>
      <DeletionWait metadata={manifest.metadata} />
    </div>
  );
}
