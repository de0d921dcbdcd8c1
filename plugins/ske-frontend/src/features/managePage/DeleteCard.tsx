import { Text } from '@backstage/ui';
import {
  annotations,
  subjectKey,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { DeletionWait } from '../../components/DeletionWait';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { useDialogAddress } from '../requestDialog/useDialogAddress';
import { DeleteDialog } from './DeleteDialog';
import { ManageCard } from './ManageCard';
import {
  isDeleting,
  useBlockedReason,
  type ManageCardProps,
} from './useBlockedReason';

/**
 * Deletes the Resource, after a confirmation that `?ske=delete` opens too, or says how its
 * deletion goes.
 */
export function DeleteCard(props: ManageCardProps & { onDelete?: () => void }) {
  const t = useT();
  const { identity, view, live } = props;
  const blockedReason = useBlockedReason(props);
  const subject = { kind: 'resource', ref: identity.ref } as const;
  const denied = useDenied('delete', subject);
  const { isOpen, open, close } = useDialogAddress(
    'delete',
    subjectKey(subject),
    props.known && live && blockedReason === undefined,
  );
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
        onPress={open}
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
      {isOpen && !denied && (
        <DeleteDialog
          identity={identity}
          view={view}
          onDelete={props.onDelete}
          onClose={close}
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
