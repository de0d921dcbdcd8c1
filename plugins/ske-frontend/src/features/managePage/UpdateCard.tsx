import { useState } from 'react';
import { Text } from '@backstage/ui';
import { annotations } from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { RequestDialog } from '../requestDialog/RequestDialog';
import { ManageCard } from './ManageCard';
import { useBlockedReason, type ManageCardProps } from './useBlockedReason';

/** Changes the Resource's settings: by the dialog. */
export function UpdateCard(props: ManageCardProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { identity, view, live } = props;
  const blockedReason = useBlockedReason(props);
  const { templateRef } = identity;
  const denied = useDenied('update', { kind: 'resource', ref: identity.ref });
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
        onPress={() => setOpen(true)}
      >
        <Text as="p">{t('manage.updateText')}</Text>
        {blockedReason && <Text color="secondary">{blockedReason}</Text>}
      </ManageCard>
      {open && templateRef && (
        <RequestDialog
          target={{
            kind: 'update',
            resource: view,
            templateRef,
            requestsRepoUrl: identity.requestsRepoUrl,
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
