import { useRef } from 'react';
import { Button, Text } from '@backstage/ui';
import {
  refOf,
  subjectKey,
  type Manifest,
  type OfferingView,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useLivePromise, viewOf } from '../../hooks/useLive';
import type { LiveState } from '../../live/LiveStore';
import { useT } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { whyNotRequestable } from '../../utils/whyNotRequestable';
import { RequestDialog } from './RequestDialog';
import { useDialogAddress } from './useDialogAddress';

/** Requests a Resource with the settings of one that is there. */
export function RequestAnother(props: { view: ResourceView }) {
  const { manifest, promise } = props.view;
  return promise ? (
    <OfPromise manifest={manifest} promise={promise.name} />
  ) : null;
}

function OfPromise(props: { manifest: Manifest; promise: string }) {
  const t = useT();
  const classes = useStyles();
  const { manifest, promise } = props;
  const denied = useDenied('create', { kind: 'promise', name: promise });
  const dialog = useDialogAddress(
    'another',
    subjectKey({ kind: 'resource', ref: refOf(manifest) }),
    denied === undefined,
  );
  // As it was when the dialog was opened: what is live changes, the form does not.
  const like = useRef<Manifest>(undefined);
  like.current = dialog.isOpen ? like.current ?? manifest : undefined;
  return (
    <span className={classes.inline}>
      <Button
        size="small"
        variant="secondary"
        isDisabled={denied !== undefined}
        onPress={dialog.open}
      >
        {t('another.request')}
      </Button>
      {denied && <Text variant="body-small">{denied}</Text>}
      {like.current && !denied && (
        <LikeDialog
          like={like.current}
          promise={promise}
          onSent={dialog.markSent}
          onClose={dialog.close}
        />
      )}
    </span>
  );
}

/** The dialog, as soon as the Promise is known. */
function LikeDialog(props: {
  like: Manifest;
  promise: string;
  onSent: (isSent: boolean) => void;
  onClose: () => void;
}) {
  const t = useT();
  const { like, promise, onSent, onClose } = props;
  const { state } = useLivePromise(promise);
  const view = viewOf(state);
  // A Promise that takes no requests for a while takes nothing away from who fills it in.
  const isShown = useRef(false);
  if (!view) {
    return (
      <Text variant="body-small" role="status">
        {whyUnknown(state) ?? t('common.loading', { what: promise })}
      </Text>
    );
  }
  const blocked = whyNotRequestable(view, t);
  if (!view.templateRef || (blocked && !isShown.current)) {
    return (
      <Text variant="body-small" role="status">
        {blocked}
      </Text>
    );
  }
  isShown.current = true;
  return (
    <RequestDialog
      target={{
        kind: 'request',
        promise: view,
        templateRef: view.templateRef,
        like,
      }}
      onSent={onSent}
      onClose={onClose}
    />
  );
}

/** Why nothing is known of a Promise, where that is known. */
function whyUnknown(state: LiveState<OfferingView>): string | undefined {
  switch (state.kind) {
    case 'failed':
      return messageOf(state.error);
    case 'gone':
      return state.message;
    case 'stale':
      return state.reason;
    default:
      return undefined;
  }
}
