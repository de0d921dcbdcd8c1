import { useId, useRef, useState } from 'react';
import { Button, DialogBody, DialogFooter } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  useTemplateSecrets,
  type TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import { useTemplateSchema } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonValue } from '@backstage/types';
import { CLUSTER_TOKEN_SECRET } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import { Problem } from '../parts/Problem';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { FormStep } from './FormStep';
import { ProgressStep } from './ProgressStep';
import { ReviewStep } from './ReviewStep';
import { Steps } from './Steps';
import { initialValues, isTaken, type RequestSubject } from './subject';
import type { useFieldExtensions } from './fields';

/** Where in the dialog one is. */
type Place =
  | { kind: 'form'; page: number }
  | { kind: 'review' }
  | { kind: 'progress'; taskId: string };

/** The way through the dialog: form, review, progress. What was typed is kept here. */
export function RequestFlow(props: {
  subject: RequestSubject;
  onDirty: (dirty: boolean) => void;
  onClose: () => void;
  manifest: TemplateParameterSchema;
  fields: NonNullable<ReturnType<typeof useFieldExtensions>>;
}) {
  const t = useT();
  const classes = useStyles();
  const formId = useId();
  const scaffolder = useApi(scaffolderApiRef);
  const ske = useSkeApi();
  const { secrets } = useTemplateSecrets();
  const { subject, onDirty } = props;
  const { steps: pages } = useTemplateSchema(props.manifest);
  const [values, setValues] = useState<Record<string, JsonValue>>(() =>
    initialValues(subject),
  );
  const [place, setPlace] = useState<Place>({ kind: 'form', page: 0 });
  const [sending, setSending] = useState(false);
  const sent = useRef(false);
  const [failure, setFailure] = useState<Error>();

  const change = (next: Record<string, JsonValue>, byPerson: boolean) => {
    setValues(next);
    if (byPerson) onDirty(true);
  };
  const submit = async () => {
    // A double click submits once.
    if (sent.current) return;
    sent.current = true;
    setSending(true);
    setFailure(undefined);
    try {
      const clusterToken = await ske.clusterToken();
      const { taskId } = await scaffolder.scaffold({
        templateRef: subject.templateRef,
        values,
        secrets: clusterToken
          ? { ...secrets, [CLUSTER_TOKEN_SECRET]: clusterToken }
          : secrets,
      });
      onDirty(false);
      setPlace({ kind: 'progress', taskId });
    } catch (error) {
      setFailure(error as Error);
    } finally {
      sent.current = false;
      setSending(false);
    }
  };
  const backToForm = () => {
    onDirty(true);
    setPlace({ kind: 'form', page: 0 });
  };

  switch (place.kind) {
    case 'form': {
      const { page } = place;
      const last = page === pages.length - 1;
      const taken = isTaken(subject, values);
      return (
        <>
          <DialogBody>
            <div className={classes.column}>
              <Steps current="form" />
              <FormStep
                // Each page is a form of its own; the values are kept above.
                key={page}
                id={formId}
                page={pages[page]}
                position={{ page: page + 1, pages: pages.length }}
                subject={subject}
                fields={props.fields}
                values={values}
                taken={taken}
                onChange={change}
                onValid={() =>
                  setPlace(
                    last
                      ? { kind: 'review' }
                      : { kind: 'form', page: page + 1 },
                  )
                }
              />
            </div>
          </DialogBody>
          <DialogFooter>
            {page > 0 && (
              <Button
                variant="secondary"
                onPress={() => setPlace({ kind: 'form', page: page - 1 })}
              >
                {t('common.back')}
              </Button>
            )}
            <Button
              variant="primary"
              type="submit"
              form={formId}
              isDisabled={taken}
            >
              {last ? t('dialog.review') : t('dialog.next')}
            </Button>
          </DialogFooter>
        </>
      );
    }
    case 'review':
      return (
        <>
          <DialogBody>
            <div className={classes.column}>
              <Steps current="review" />
              {failure && <Problem error={failure} />}
              <ReviewStep subject={subject} values={values} />
            </div>
          </DialogBody>
          <DialogFooter>
            <Button
              variant="secondary"
              isDisabled={sending}
              onPress={() => setPlace({ kind: 'form', page: pages.length - 1 })}
            >
              {t('common.back')}
            </Button>
            <Button
              variant="primary"
              isPending={sending}
              onPress={() => void submit()}
            >
              {t('dialog.submit')}
            </Button>
          </DialogFooter>
        </>
      );
    default:
      return (
        <ProgressStep
          taskId={place.taskId}
          subject={subject}
          values={values}
          onBack={backToForm}
          onClose={props.onClose}
        />
      );
  }
}
