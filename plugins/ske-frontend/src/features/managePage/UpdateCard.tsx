import { Text } from '@backstage/ui';
import { annotations, subjectKey } from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { RequestDialog } from '../requestDialog/RequestDialog';
import { useDialogAddress } from '../requestDialog/useDialogAddress';
import { ManageCard } from './ManageCard';
import { useBlockedReason, type ManageCardProps } from './useBlockedReason';

/** Changes the Resource's settings: by the dialog, which `?ske=update` opens too. */
export function UpdateCard(props: ManageCardProps) {
  const t = useT();
  const { identity, view, live } = props;
  const blockedReason = useBlockedReason(props);
  const { templateRef } = identity;
  const subject = { kind: 'resource', ref: identity.ref } as const;
  const denied = useDenied('update', subject);
  const { isOpen, open, close, markSent } = useDialogAddress(
    'update',
    subjectKey(subject),
    props.known && live && blockedReason === undefined,
  );
  return (
    <>
      <ManageCard
        title={t('manage.update')}
        missing={
          templateRef
            ? denied
            : t('manage.noTemplate', {
                annotation: annotations.promiseTemplate,
              })
        }
        live={live}
        blocked={blockedReason !== undefined || !props.known}
        onPress={open}
      >
        <Text as="p">{t('manage.updateText')}</Text>
        {blockedReason && <Text color="secondary">{blockedReason}</Text>}
      </ManageCard>
      {isOpen && !denied && templateRef && (
        <RequestDialog
          target={{
            kind: 'update',
            resource: view,
            templateRef,
            requestsRepoUrl: identity.requestsRepoUrl,
          }}
          onSent={markSent}
          onClose={close}
        />
      )}
    </>
  );
}
