import { Suspense, useState } from 'react';
import { Button, Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { ConfirmAlert } from '../../components/ConfirmAlert';
import { useDialogStyles } from '../../components/dialogStyles';
import { NotLoaded } from '../../components/NotLoaded';
import { useStyles } from '../../components/styles';
import { useDialogFocus } from './useDialogFocus';
import { useT } from '../../translations/useT';
import { lazyOr } from '../../utils/lazyOr';
import { LoadingForm } from './LoadingForm';
import type { Leaving } from './RequestFlow';
import type { DialogTarget } from './template/dialogTarget';

/** Form, review and editor are loaded when somebody opens the dialog. */
const LoadedDialog = lazyOr(
  async () => (await import('./LoadedDialog')).LoadedDialog,
  reason =>
    function DialogNotLoaded() {
      return (
        <DialogBody>
          <NotLoaded part="requestForm" reason={reason} />
        </DialogBody>
      );
    },
);

/** Requests a Resource, or changes one: the Template, run in place. */
export function RequestDialog(props: {
  target: DialogTarget;
  /** Told when it is being sent, and when it was not taken; for a dialog in the address. */
  onSent?: (isSent: boolean) => void;
  onClose: () => void;
}) {
  const t = useT();
  const classes = useDialogStyles();
  const { readable } = useStyles();
  const { target, onClose } = props;
  const [leaving, setLeaving] = useState<Leaving>({ kind: 'free' });
  const [asking, setAsking] = useState(false);
  useDialogFocus();
  const title =
    target.kind === 'request'
      ? t('dialog.request', { title: target.promise.title })
      : t('dialog.update', { name: target.resource.manifest.metadata.name });
  return (
    <Dialog
      isOpen
      className={`${classes.dialog} ${readable}`}
      width="860px"
      onOpenChange={open => {
        if (open) return;
        if (leaving.kind === 'free') onClose();
        // Escape once more goes back to the form.
        else setAsking(!asking);
      }}
      isDismissable={false}
    >
      <DialogHeader>{title}</DialogHeader>
      {asking && leaving.kind === 'filledIn' && (
        <ConfirmAlert
          title={t('dialog.leaveTitle')}
          text={leaving.savedAsDraft ? t('dialog.leaveKept') : undefined}
        >
          {leaving.savedAsDraft && (
            <Button autoFocus size="small" variant="primary" onPress={onClose}>
              {t('dialog.closeWithDraft')}
            </Button>
          )}
          <Button
            size="small"
            variant="secondary"
            onPress={() => setAsking(false)}
          >
            {t('dialog.keepEditing')}
          </Button>
          <Button
            size="small"
            variant="secondary"
            onPress={() => {
              leaving.discard();
              onClose();
            }}
          >
            {t('dialog.discard')}
          </Button>
        </ConfirmAlert>
      )}
      <Suspense fallback={<LoadingForm />}>
        <LoadedDialog
          target={target}
          onLeaving={setLeaving}
          onSent={props.onSent ?? (() => {})}
        />
      </Suspense>
    </Dialog>
  );
}
