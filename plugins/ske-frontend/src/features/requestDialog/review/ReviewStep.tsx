import { useEffect, useMemo } from 'react';
import { Alert, Text } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonValue } from '@backstage/types';
import {
  asText,
  fillSecrets,
  maskSecrets,
  type DryRunResult,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { useSkeApi } from '../../../api/useSkeApi';
import { Code } from '../../../components/Code';
import { messageOf } from '../../../utils/messageOf';
import { ProblemList } from '../../../components/ProblemList';
import { repositoryName } from '../../../utils/repositoryName';
import { useStyles } from '../../../components/styles';
import { useAsync, type AsyncResult } from '../../../hooks/useAsync';
import { useT } from '../../../translations/useT';
import { Changes } from './Changes';
import { manifestText } from './manifestText';
import { Preview } from './Preview';
import { describePath } from '../../../form/fieldIndex';
import { maskedBy, maskedLike } from '../../../form/secretValues';
import { valueAt, type Path } from '../../../form/values';
import type { FormSections } from '../template/sections';
import { manifestOf, type DialogTarget } from '../template/dialogTarget';
import type { RequestForm } from '../formState/useRequestForm';

/** What will happen, what is sent, and whether the platform would take it. */
export function ReviewStep(props: {
  target: DialogTarget;
  form: RequestForm;
  values: Record<string, JsonValue>;
  sections: FormSections;
  /** What the platform would refuse is mended in the form. */
  onRefused: (result: Extract<DryRunResult, { outcome: 'refused' }>) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const api = useSkeApi();
  const { secrets } = useTemplateSecrets();
  const { target, values, onRefused } = props;
  const { schema, parts } = props.sections;
  const describe = (paths: Path[]) =>
    paths.map(path => describePath(schema, path, values)).join(', ');
  const { lostSecrets } = props.form;
  const stays = (path: Path) => valueAt(values, path) !== undefined;
  const staying = lostSecrets.filter(stays);
  const notSent = lostSecrets.filter(path => !stays(path));
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
    if (result?.outcome === 'refused') onRefused(result);
    // Once for each answer, whatever else is drawn anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [result]);
  const accepted =
    result?.outcome === 'accepted'
      ? maskedBy(schema, maskedLike(result.manifest, wanted))
      : undefined;
  const maskedManifest = maskSecrets(wanted);
  const { canPreview } =
    target.kind === 'update' ? target.resource : target.promise;
  const platform =
    target.kind === 'update'
      ? target.resource.platform
      : target.promise.platform;
  return (
    <div className={classes.column}>
      <Text as="p">
        {repoUrl
          ? t('dialog.proposes', { repository: repositoryName(repoUrl) })
          : t(mode === 'create' ? 'dialog.creates' : 'dialog.changes', {
              name,
              namespace,
              platform,
            })}
      </Text>
      <div aria-live="polite">
        <Verdict check={check} isWhole={lostSecrets.length === 0} />
      </div>
      {lostSecrets.length > 0 && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('dialog.secretsMissing')}
          description={
            <>
              {notSent.length > 0 && (
                <div>
                  {t('dialog.secretsMissingText', {
                    fields: describe(notSent),
                  })}
                </div>
              )}
              {staying.length > 0 && (
                <div>
                  {t('dialog.secretsMissingStay', {
                    fields: describe(staying),
                  })}
                </div>
              )}
            </>
          }
        />
      )}
      {target.kind === 'update' ? (
        <Changes
          secrets={props.form.secretChanges()}
          before={maskedBy(
            schema,
            maskedLike(target.resource.manifest, wanted),
          )}
          wanted={maskedManifest}
          after={accepted ?? maskedManifest}
        />
      ) : (
        <>
          <Text as="h3" weight="bold">
            {t('dialog.manifest')}
          </Text>
          <Code label={t('dialog.manifest')}>
            {manifestText(accepted ?? maskedManifest, {
              order: maskedManifest,
              given: [maskedManifest],
              remark: t('dialog.default'),
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
  );
}

/** @param props.isWhole - whether all that a person had filled in was checked */
function Verdict(props: {
  check: AsyncResult<DryRunResult>;
  isWhole: boolean;
}) {
  const t = useT();
  const { value, error } = props.check;
  if (error) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('dialog.uncheckable', { message: messageOf(error) })}
      />
    );
  }
  if (!value) return <Text color="secondary">{t('dialog.checking')}</Text>;
  if (value.outcome === 'accepted') {
    const checked = value.checkedBy !== 'repository';
    return (
      <Alert
        role="status"
        status={checked && props.isWhole ? 'success' : 'info'}
        icon
        title={t(checked ? 'dialog.accepted' : 'dialog.unchecked')}
      />
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('dialog.refused')}
      description={
        value.problems.length === 0 ? (
          value.message
        ) : (
          <ProblemList problems={value.problems} />
        )
      }
    />
  );
}
