import { useState } from 'react';
import { Alert, Button, Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  SecretsContextProvider,
} from '@backstage/plugin-scaffolder-react';
import { Problem } from '../parts/Problem';
import { Loading } from '../parts/Loading';
import { useAsync } from '../parts/useAsync';
import { useT } from '../translations/useT';
import { useFieldExtensions } from './fields';
import { RequestFlow } from './RequestFlow';
import type { RequestSubject } from './subject';

/** Requests a Resource, or changes one: the Template, run in place. */
export function RequestDialog(props: {
  subject: RequestSubject;
  onClose: () => void;
}) {
  const t = useT();
  const { subject, onClose } = props;
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  const title =
    subject.kind === 'request'
      ? t('dialog.request', { title: subject.promise.title })
      : t('dialog.update', { name: subject.resource.manifest.metadata.name });
  return (
    <Dialog
      isOpen
      width="min(860px, 100vw - 32px)"
      onOpenChange={open => {
        if (open) return;
        if (dirty) setAsking(true);
        else onClose();
      }}
      isDismissable={false}
    >
      <DialogHeader>{title}</DialogHeader>
      {asking && (
        <Alert
          role="alert"
          status="warning"
          icon
          title={t('dialog.discardTitle')}
          customActions={
            <>
              <Button
                size="small"
                variant="secondary"
                onPress={() => setAsking(false)}
              >
                {t('dialog.keep')}
              </Button>
              <Button size="small" variant="primary" onPress={onClose}>
                {t('dialog.discard')}
              </Button>
            </>
          }
        />
      )}
      <SecretsContextProvider>
        <LoadedDialog subject={subject} onDirty={setDirty} onClose={onClose} />
      </SecretsContextProvider>
    </Dialog>
  );
}

function LoadedDialog(props: {
  subject: RequestSubject;
  onDirty: (dirty: boolean) => void;
  onClose: () => void;
}) {
  const t = useT();
  const scaffolder = useApi(scaffolderApiRef);
  const { templateRef } = props.subject;
  const template = useAsync(
    () => scaffolder.getTemplateParameterSchema(templateRef),
    [scaffolder, templateRef],
  );
  const fields = useFieldExtensions();
  if (template.error) {
    const missing =
      (template.error as { statusCode?: number }).statusCode === 404;
    const error = missing
      ? Object.assign(
          new Error(t('dialog.templateGone', { ref: templateRef })),
          { statusCode: 404 },
        )
      : template.error;
    return (
      <DialogBody>
        <Problem error={error} onRetry={template.retry} />
      </DialogBody>
    );
  }
  if (!template.value || !fields) {
    return (
      <DialogBody>
        <Loading what={t('dialog.form')} heights={[28, 72, 72]} />
      </DialogBody>
    );
  }
  return <RequestFlow {...props} manifest={template.value} fields={fields} />;
}
