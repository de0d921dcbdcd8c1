import type { ReactNode } from 'react';
import { Button, Text } from '@backstage/ui';
import {
  subjectKey,
  type ObjectSubject,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { nextActionsOf } from '../nextActions/nextActionsOf';
import { RequestDialog } from './RequestDialog';
import { useDialogAddress } from './useDialogAddress';

/**
 * Gives the button that changes a Resource to what shows it, or why the person may not;
 * nothing where there is no Template for it. The dialog stands beside that: the button
 * goes when the Resource gets well, which must not close what somebody fills in.
 *
 * @param props.isHeld - whether something else is asked for, and nothing more may be
 * @param props.isLive - else what is shown may be old, and is not changed on its ground
 */
export function ChangeButton(props: {
  identity: ResourceIdentity;
  view: ResourceView;
  isHeld: boolean;
  isLive: boolean;
  children: (button: ReactNode) => ReactNode;
}) {
  const t = useT();
  const { identity, view, isHeld, isLive, children } = props;
  const { templateRef, requestsRepoUrl } = identity;
  const subject: ObjectSubject = { kind: 'resource', ref: identity.ref };
  const denied = useDenied('update', subject);
  const { isOpen, open, close, markSent } = useDialogAddress(
    'update',
    subjectKey(subject),
    !isHeld && isLive && nextActionsOf(view).includes('change'),
  );
  if (!templateRef) return <>{children(undefined)}</>;
  if (denied) {
    return (
      <>
        {children(
          !isHeld && (
            <Text variant="body-small" color="secondary">
              {denied}
            </Text>
          ),
        )}
      </>
    );
  }
  return (
    <>
      {children(
        // What is sent here holds it too, and the dialog shows how that goes on.
        (!isHeld || isOpen) && (
          <Button
            size="small"
            variant="secondary"
            isDisabled={!isLive}
            onPress={open}
          >
            {t('next.change')}
          </Button>
        ),
      )}
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
