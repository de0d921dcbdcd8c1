import { DialogBody } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import type { SkeApi } from '../../api/SkeApi';
import { useSkeApi } from '../../api/useSkeApi';
import { ErrorAlert } from '../../components/ErrorAlert';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import { useFoundDraft } from './draft/useDraft';
import { LoadingForm } from './LoadingForm';
import { RequestFlow, type Leaving } from './RequestFlow';
import type { DialogTarget } from './template/dialogTarget';
import { useFieldExtensions } from './template/fieldExtensions';
import { proposeName } from './template/names';

/** The form does not wait longer for a name that it could propose. */
const PATIENCE_MS = 1_500;

interface LoadedDialogProps {
  target: DialogTarget;
  onLeaving: (leaving: Leaving) => void;
  onSent: (isSent: boolean) => void;
}

/** What is in the dialog: the form, as soon as all that it needs is known. */
export function LoadedDialog(props: LoadedDialogProps) {
  return (
    <SecretsContextProvider>
      <FormOfTarget {...props} />
    </SecretsContextProvider>
  );
}

function FormOfTarget(props: LoadedDialogProps) {
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
    return <LoadingForm />;
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
