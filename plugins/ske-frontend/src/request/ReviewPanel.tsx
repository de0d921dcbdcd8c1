import { Button, DialogBody, DialogFooter } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';
import { ErrorAlert } from '../parts/ErrorAlert';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { Conflict } from './Conflict';
import { ReviewStep } from './ReviewStep';
import type { FormSections } from './sections';
import { Steps } from './Steps';
import type { DialogTarget } from './dialogTarget';
import type { RequestForm } from './useRequestForm';

/** What is about to be sent; or what has come between. */
export function ReviewPanel(props: {
  subject: DialogTarget;
  form: RequestForm;
  /** What would be sent. */
  values: Record<string, JsonValue>;
  sections: FormSections;
  sending: boolean;
  failure: Error | undefined;
  onBack: () => void;
  onRefused: (result: Extract<DryRunResult, { outcome: 'refused' }>) => void;
  onSubmit: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { subject, form, sending, failure } = props;
  const theirs = changedSince(subject, form.base);
  return (
    <>
      <DialogBody>
        <div className={classes.column}>
          <Steps current="review" />
          {failure && <ErrorAlert error={failure} />}
          {theirs && form.base ? (
            <Conflict
              form={form}
              base={form.base}
              theirs={theirs}
              sections={props.sections}
            />
          ) : (
            <ReviewStep
              subject={subject}
              form={form}
              values={props.values}
              sections={props.sections}
              onRefused={props.onRefused}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isDisabled={sending} onPress={props.onBack}>
          {t('common.back')}
        </Button>
        {!theirs && (
          <Button
            variant="primary"
            isPending={sending}
            onPress={props.onSubmit}
          >
            {t('dialog.submit')}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

/** The object as somebody else has made it since the form was begun. */
function changedSince(
  subject: DialogTarget,
  base: Manifest | undefined,
): Manifest | undefined {
  if (subject.kind !== 'update' || !base) return undefined;
  const now = subject.resource.manifest;
  if (base.metadata.uid !== now.metadata.uid) return now;
  const same =
    base.metadata.generation === undefined
      ? base.metadata.resourceVersion === now.metadata.resourceVersion
      : base.metadata.generation === now.metadata.generation;
  return same ? undefined : now;
}
