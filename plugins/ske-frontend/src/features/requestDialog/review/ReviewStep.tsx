import { useEffect, useMemo } from 'react';
import { Alert, Button, DialogBody, DialogFooter, Text } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonValue } from '@backstage/types';
import {
  asText,
  fillSecrets,
  maskSecrets,
  type DryRunResult,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { useSkeApi } from '../../../api/useSkeApi';
import { Code } from '../../../components/Code';
import { useDialogStyles } from '../../../components/dialogStyles';
import { DialogSteps, STEP_HEADING } from '../../../components/DialogSteps';
import { ErrorAlert } from '../../../components/ErrorAlert';
import { reasonText } from '../../../utils/reasonText';
import { repositoryName } from '../../../utils/repositoryName';
import { useStyles } from '../../../components/styles';
import { useAsync } from '../../../hooks/useAsync';
import { useStepFocus } from '../../../hooks/useStepFocus';
import { useT } from '../../../translations/useT';
import { areVisible, Changes, compareManifests } from './Changes';
import { LostSecrets } from './LostSecrets';
import { manifestText } from './manifestText';
import { Preview } from './Preview';
import { hasOtherChanges, isSameObject } from './unchanged';
import { Verdict } from './Verdict';
import { maskedBy, maskedLike } from '../../../form/secretValues';
import type { FormSections } from '../template/sections';
import { manifestOf, type DialogTarget } from '../template/dialogTarget';
import type { RequestForm } from '../formState/useRequestForm';

/** What will happen, what is sent, and whether the platform would take it. */
export function ReviewStep(props: {
  target: DialogTarget;
  form: RequestForm;
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
  const dialogClasses = useDialogStyles();
  const api = useSkeApi();
  const content = useStepFocus([STEP_HEADING]);
  const { secrets } = useTemplateSecrets();
  const { target, form, values, sections, sending, failure } = props;
  const { schema, parts } = sections;
  const { lostSecrets } = form;
  const repoUrl = asText(values.repoUrl);
  const wanted = useMemo(
    () => manifestOf(target, values, parts),
    // What a target says of its kind does not change while it is looked at.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [target.kind, values],
  );
  const requestedManifest = stringify(fillSecrets(wanted, secrets).value);
  const { name, namespace = 'default' } = wanted.metadata;
  const mode = target.kind === 'request' ? 'create' : 'update';
  const check = useAsync(
    () => api.dryRun(requestedManifest, mode),
    [api, requestedManifest, mode],
  );
  const { value: result } = check;
  useEffect(() => {
    if (result?.outcome === 'refused') props.onRefused(result);
    // Once for each answer, whatever else is drawn anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [result]);
  const accepted =
    result?.outcome === 'accepted'
      ? maskedBy(schema, maskedLike(result.manifest, wanted))
      : undefined;
  const maskedManifest = maskSecrets(wanted);
  const { canPreview, platform } =
    target.kind === 'update' ? target.resource : target.promise;
  const current =
    target.kind === 'update' ? target.resource.manifest : undefined;
  const changes = current && {
    secrets: form.secretChanges(),
    ...compareManifests(
      maskedBy(schema, maskedLike(current, wanted)),
      maskedManifest,
      accepted ?? maskedManifest,
      { remark: t('dialog.default'), schema },
    ),
  };
  const isUnchanged =
    current !== undefined &&
    changes !== undefined &&
    !hasOtherChanges(target, form, sections) &&
    (isSameObject(current, wanted, sections, secrets) ||
      // Such as a value left out that is the default: the platform puts it back.
      (accepted !== undefined && !areVisible(changes)));
  return (
    <>
      <DialogBody>
        <div ref={content} className={classes.column}>
          <DialogSteps current="review" />
          {failure && <ErrorAlert error={failure} />}
          <Text as="p">
            {isUnchanged && t('dialog.unchanged')}
            {!isUnchanged &&
              (repoUrl
                ? t('dialog.proposes', { repository: repositoryName(repoUrl) })
                : t(mode === 'create' ? 'dialog.creates' : 'dialog.changes', {
                    name,
                    namespace,
                    platform,
                  }))}
          </Text>
          {target.kind === 'update' && !isUnchanged && (
            <HeldBack resource={target.resource} />
          )}
          <div aria-live="polite">
            <Verdict check={check} isWhole={lostSecrets.length === 0} />
          </div>
          {lostSecrets.length > 0 && (
            <LostSecrets paths={lostSecrets} schema={schema} values={values} />
          )}
          {changes && !isUnchanged && <Changes {...changes} />}
          {!changes && (
            <>
              <Text as="h3" weight="bold">
                {t('dialog.manifest')}
              </Text>
              <Code label={t('dialog.manifest')}>
                {manifestText(accepted ?? maskedManifest, {
                  order: maskedManifest,
                  given: [maskedManifest],
                  remark: t('dialog.default'),
                  schema,
                })}
              </Code>
            </>
          )}
          {canPreview && accepted && (
            // Of another request everything is different.
            <Preview
              key={requestedManifest}
              manifest={requestedManifest}
              mode={mode}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter className={dialogClasses.footer}>
        <div className={dialogClasses.remark}>
          {isUnchanged && (
            <Text color="secondary">{t('dialog.nothingToSubmit')}</Text>
          )}
        </div>
        <Button variant="secondary" isDisabled={sending} onPress={props.onBack}>
          {t('common.back')}
        </Button>
        <Button
          variant="primary"
          isDisabled={isUnchanged}
          isPending={sending}
          onPress={props.onSubmit}
        >
          {t('dialog.submit')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** Says that a change will not be carried out at once, where somebody has seen to that. */
function HeldBack({ resource }: { resource: ResourceView }) {
  const t = useT();
  const { paused, health } = resource;
  const isPromisePaused = health.reason.code === 'pausedByPromise';
  if (!paused && !isPromisePaused) return null;
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={paused ? t('dialog.paused') : reasonText(t, health.reason)}
    />
  );
}
