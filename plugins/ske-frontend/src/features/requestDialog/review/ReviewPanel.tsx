import { Button, DialogBody, DialogFooter } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../../components/styles';
import { useStepFocus } from '../../../hooks/useStepFocus';
import { useT } from '../../../translations/useT';
import { Conflict } from './Conflict';
import { ReviewStep } from './ReviewStep';
import type { FormSections } from '../template/sections';
import { DialogSteps, STEP_HEADING } from '../../../components/DialogSteps';
import type { DialogTarget } from '../template/dialogTarget';
import type { RequestForm } from '../formState/useRequestForm';

/** What is about to be sent; or what has come between. */
export function ReviewPanel(props: {
  target: DialogTarget;
  form: RequestForm;
  /** What would be sent. */
  values: Record<string, JsonValue>;
  sections: FormSections;
  sending: boolean;
  failure: Error | undefined;
  onBack: () => void;
  /** What the platform would refuse is mended in the form. */
  onRefused: (result: Extract<DryRunResult, { outcome: 'refused' }>) => void;
  onSubmit: () => void;
}) {
  const { base } = props.form;
  const changedManifest = changedSince(props.target, base);
  return changedManifest && base ? (
    <ConflictStep {...props} base={base} theirs={changedManifest} />
  ) : (
    <ReviewStep {...props} />
  );
}

/** Somebody else has changed the object since the form was begun. */
function ConflictStep(props: {
  form: RequestForm;
  sections: FormSections;
  base: Manifest;
  theirs: Manifest;
  sending: boolean;
  onBack: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const content = useStepFocus([STEP_HEADING]);
  return (
    <>
      <DialogBody>
        <div ref={content} className={classes.column}>
          <DialogSteps current="review" />
          <Conflict {...props} />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="secondary"
          isDisabled={props.sending}
          onPress={props.onBack}
        >
          {t('common.back')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** The object as somebody else has made it since the form was begun. */
function changedSince(
  target: DialogTarget,
  base: Manifest | undefined,
): Manifest | undefined {
  if (target.kind !== 'update' || !base) return undefined;
  const currentManifest = target.resource.manifest;
  if (base.metadata.uid !== currentManifest.metadata.uid)
    return currentManifest;
  const isSame =
    base.metadata.generation === undefined
      ? base.metadata.resourceVersion ===
        currentManifest.metadata.resourceVersion
      : base.metadata.generation === currentManifest.metadata.generation;
  return isSame ? undefined : currentManifest;
}
