import { useState } from 'react';
import { Button, Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import type { SkeApi } from '../../api/SkeApi';
import { useSkeApi } from '../../api/useSkeApi';
import { ErrorAlert } from '../../components/ErrorAlert';
import { Loading } from '../../components/Loading';
import { ConfirmAlert } from '../../components/ConfirmAlert';
import { useDialogStyles } from '../../components/dialogStyles';
import { useStyles } from '../../components/styles';
import { useAsync } from '../../hooks/useAsync';
import { useDialogFocus } from './useDialogFocus';
import { useT } from '../../translations/useT';
import { useFieldExtensions } from './template/fieldExtensions';
import { proposeName } from './template/names';
import { RequestFlow, type Leaving } from './RequestFlow';
import type { DialogTarget } from './template/dialogTarget';
import { useFoundDraft } from './draft/useDraft';

/** The form does not wait longer for a name that it could propose. */
const PATIENCE_MS = 1_500;

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
      <SecretsContextProvider>
        <LoadedDialog
          target={target}
          onLeaving={setLeaving}
          onSent={props.onSent ?? (() => {})}
        />
      </SecretsContextProvider>
    </Dialog>
  );
}

function LoadedDialog(props: {
  target: DialogTarget;
  onLeaving: (leaving: Leaving) => void;
  onSent: (isSent: boolean) => void;
}) {
  const t = useT();
  const scaffolder = useApi(scaffolderApiRef);
  const ske = useSkeApi();
  const { templateRef } = props.target;
  const template = useAsync(
    () => scaffolder.getTemplateParameterSchema(templateRef),
    [scaffolder, templateRef],
  );
  const fields = useFieldExtensions();
  const foundDraft = useFoundDraft(props.target);
  const proposedName = useAsync(
    () => findProposedName(props.target, ske),
    // What it is about does not change while the dialog is open.
    [ske],
  );
  const error = template.error ?? foundDraft.error;
  if (error) {
    const isMissing =
      (template.error as { statusCode?: number } | undefined)?.statusCode ===
      404;
    return (
      <DialogBody>
        <ErrorAlert
          error={
            isMissing
              ? Object.assign(
                  new Error(t('dialog.templateGone', { ref: templateRef })),
                  { statusCode: 404 },
                )
              : error
          }
          onRetry={() => {
            template.retry();
            foundDraft.retry();
          }}
        />
      </DialogBody>
    );
  }
  if (!template.value || !fields || !foundDraft.value || !proposedName.value) {
    return (
      <DialogBody>
        <Loading what={t('dialog.form')} heights={[28, 72, 72]} />
      </DialogBody>
    );
  }
  return (
    <RequestFlow
      {...props}
      target={{ ...props.target, ...proposedName.value }}
      template={template.value}
      fields={fields}
      found={foundDraft.value}
    />
  );
}

/** Without an answer people find a name themselves; the review checks it. */
async function findProposedName(
  target: DialogTarget,
  ske: SkeApi,
): Promise<{ proposedName?: string }> {
  if (target.kind !== 'request') return {};
  const tooLate = new Promise<undefined>(resolve => {
    setTimeout(resolve, PATIENCE_MS);
  });
  const proposedName = await Promise.race([
    proposeName(ske, target.promise, target.like?.metadata.name).catch(
      () => undefined,
    ),
    tooLate,
  ]);
  return { proposedName };
}
