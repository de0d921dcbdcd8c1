import { Alert, Text } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { asText, type DryRunResult } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { useSkeApi } from '../api/useSkeApi';
import { Code } from '../parts/Code';
import { messageOf } from '../parts/messageOf';
import { useStyles } from '../parts/styles';
import { useAsync } from '../parts/useAsync';
import { useT } from '../translations/useT';
import { repositoryName } from '../parts/repositoryName';
import { manifestOf, type RequestSubject } from './subject';

/** What will happen, what is sent, and whether the platform would take it. */
export function ReviewStep(props: {
  subject: RequestSubject;
  values: Record<string, JsonValue>;
}) {
  const t = useT();
  const classes = useStyles();
  const api = useSkeApi();
  const { subject, values } = props;
  const repoUrl = asText(values.repoUrl);
  const manifest = manifestOf(subject, values);
  const text = stringify(manifest);
  const { name, namespace = 'default' } = manifest.metadata;
  const mode = subject.kind === 'request' ? 'create' : 'update';
  const check = useAsync(() => api.dryRun(text, mode), [api, text, mode]);
  const platform =
    subject.kind === 'update'
      ? subject.resource.platform
      : subject.promise.platform;
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
        <Verdict check={check} />
      </div>
      <Text as="h3" weight="bold">
        {t('dialog.manifest')}
      </Text>
      <Code label={t('dialog.manifest')}>{text}</Code>
    </div>
  );
}

function Verdict(props: { check: ReturnType<typeof useAsync<DryRunResult>> }) {
  const t = useT();
  const classes = useStyles();
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
    return value.checkedBy === 'repository' ? (
      <Alert role="status" status="info" icon title={t('dialog.unchecked')} />
    ) : (
      <Alert role="status" status="success" icon title={t('dialog.accepted')} />
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
          <ul className={classes.plainList}>
            {value.problems.map(problem => (
              <li key={`${problem.field} ${problem.message}`}>
                {[problem.field, problem.message].filter(Boolean).join(': ')}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
