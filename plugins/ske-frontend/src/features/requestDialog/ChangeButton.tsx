import { Button, Text } from '@backstage/ui';
import {
  subjectKey,
  type ObjectSubject,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { RequestDialog } from './RequestDialog';
import { useDialogAddress } from './useDialogAddress';

/**
 * Opens the dialog that changes a Resource, or says why the person may not; nothing where
 * there is no Template for it.
 *
 * @param props.isHeld - whether something else is asked for, and nothing more may be
 * @param props.isLive - else what is shown may be old, and is not changed on its ground
 */
export function ChangeButton(props: {
  identity: ResourceIdentity;
  view: ResourceView;
  isHeld: boolean;
  isLive: boolean;
}) {
  const t = useT();
  const { identity, view, isHeld, isLive } = props;
  const { templateRef, requestsRepoUrl } = identity;
  const subject: ObjectSubject = { kind: 'resource', ref: identity.ref };
  const denied = useDenied('update', subject);
  const { isOpen, open, close, markSent } = useDialogAddress(
    'update',
    subjectKey(subject),
    !isHeld && isLive,
  );
  // What is sent here holds it too, and the dialog shows how that goes on.
  if (!templateRef || (isHeld && !isOpen)) return null;
  if (denied) {
    return (
      <Text variant="body-small" color="secondary">
        {denied}
      </Text>
    );
  }
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        isDisabled={!isLive}
        onPress={open}
      >
        {t('next.change')}
      </Button>
      {isOpen && (
        <RequestDialog
          target={{
            kind: 'update',
            resource: view,
            templateRef,
            requestsRepoUrl,
          }}
          onSent={markSent}
          onClose={close}
        />
      )}
    </>
  );
}
