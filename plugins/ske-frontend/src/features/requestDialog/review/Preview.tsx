import { useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Button,
  Text,
} from '@backstage/ui';
import type {
  PipelineStatus,
  PreviewFile,
  PreviewState,
} from '@syntasso/plugin-ske-common';
import { Diff } from '../../../components/Diff';
import { MessageText } from '../../../components/MessageText';
import { useStyles } from '../../../components/styles';
import { useT, type T } from '../../../translations/useT';
import { phaseText } from '../../../utils/phaseText';
import { reasonText } from '../../../utils/reasonText';
import { usePreview } from './usePreview';

type Done = Extract<PreviewState, { kind: 'done' }>;
type Failed = Extract<PreviewState, { kind: 'failed' }>;

/** What the platform's pipelines would write for a request, if somebody wants to see it. */
export function Preview(props: {
  manifest: string;
  mode: 'create' | 'update';
}) {
  const t = useT();
  const classes = useStyles();
  const { state, pipelines, start, stop } = usePreview(
    props.manifest,
    props.mode,
  );
  const isRunning = state.kind === 'running';
  return (
    <section
      className={classes.column}
      aria-label={t('dialog.preview')}
      data-testid="ske-preview"
    >
      <Text as="h3" weight="bold">
        {t('dialog.preview')}
      </Text>
      <div className={classes.inline}>
        <Button
          variant="secondary"
          isPending={isRunning}
          onPress={() => void start()}
        >
          {t(
            state.kind === 'idle' || isRunning
              ? 'dialog.previewStart'
              : 'dialog.previewAgain',
          )}
        </Button>
        {isRunning && (
          <Button variant="tertiary" onPress={stop}>
            {t('dialog.previewStop')}
          </Button>
        )}
        <Text color="secondary" role="status">
          {isRunning
            ? t(...progressText(state.pipelines))
            : state.kind === 'idle' && t('dialog.previewText')}
        </Text>
      </div>
      {state.kind === 'failed' && (
        <PreviewFailure failed={state} pipelines={pipelines} />
      )}
      {state.kind === 'done' && <WrittenFiles done={state} />}
    </section>
  );
}

function progressText(pipelines: PipelineStatus[]): Parameters<T> {
  if (pipelines.length === 0) return ['dialog.previewWaits'];
  const current = pipelines.find(({ phase }) => phase !== 'Succeeded');
  if (!current) return ['dialog.previewCollects'];
  const done = pipelines.filter(({ phase }) => phase === 'Succeeded').length;
  return [
    'dialog.previewRuns',
    {
      pipeline: current.name,
      done: String(done),
      total: String(pipelines.length),
    },
  ];
}

function PreviewFailure(props: {
  failed: Failed;
  /** As they were last. */
  pipelines: PipelineStatus[];
}) {
  const t = useT();
  const classes = useStyles();
  const { pipelines } = props;
  const { reason, health, message } = props.failed;
  const causes = [health && reasonText(t, health.reason), message];
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={t('dialog.previewFailed')}
      description={
        <>
          {[...causes, t(`dialog.previewFailure.${reason}`)]
            .filter(Boolean)
            .join(' ')}
          {pipelines.length > 0 && (
            <>
              <ul
                className={classes.plainList}
                aria-label={t('dialog.previewPipelines')}
              >
                {pipelines.map(pipeline => (
                  <li key={pipeline.name}>
                    {[
                      `${pipeline.name}: ${phaseText(t, pipeline.phase)}`,
                      pipeline.message,
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </li>
                ))}
              </ul>
              <div>{t('dialog.previewLog')}</div>
            </>
          )}
        </>
      }
    />
  );
}

function WrittenFiles(props: { done: Done }) {
  const t = useT();
  const classes = useStyles();
  const { summary, files, filesOmitted, failures } = props.done;
  const changedFiles = files.filter(({ change }) => change !== 'unchanged');
  const unchanged = files.length - changedFiles.length;
  return (
    <div className={classes.column} role="status">
      {failures.length > 0 && (
        <Alert
          status="warning"
          icon
          title={t('dialog.previewIncomplete')}
          description={failures
            .map(({ promise, name, message }) =>
              [`${promise} ${name}`, message].filter(Boolean).join(': '),
            )
            .join('; ')}
        />
      )}
      {files.length === 0 && failures.length === 0 && (
        <Text>{t('dialog.previewNone')}</Text>
      )}
      {files.length > 0 && changedFiles.length === 0 && filesOmitted === 0 && (
        <Text>{t('dialog.previewSame')}</Text>
      )}
      {changedFiles.map(file => (
        <WrittenFile
          key={file.path}
          file={file}
          isOpen={changedFiles.length === 1}
        />
      ))}
      {changedFiles.length > 0 && unchanged > 0 && (
        <Text color="secondary">
          {t('dialog.previewUnchanged', { count: String(unchanged) })}
        </Text>
      )}
      {filesOmitted > 0 && (
        <Text color="secondary">
          {t('dialog.previewMore', { count: String(filesOmitted) })}
        </Text>
      )}
      {summary && (
        <Accordion>
          <AccordionTrigger title={t('dialog.previewSummary')} />
          <AccordionPanel>
            <MessageText text={summary} />
          </AccordionPanel>
        </Accordion>
      )}
    </div>
  );
}

function WrittenFile(props: { file: PreviewFile; isOpen: boolean }) {
  const t = useT();
  const { file } = props;
  const { path, change } = file;
  // Comparing large files takes its time, and most are never opened.
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  return (
    <Accordion
      defaultExpanded={props.isOpen}
      onExpandedChange={isOpen => isOpen && setWasOpened(true)}
    >
      <AccordionTrigger
        title={path}
        subtitle={t(`dialog.previewChange.${change}`)}
      />
      <AccordionPanel>
        {wasOpened && <WrittenText file={file} />}
      </AccordionPanel>
    </Accordion>
  );
}

function WrittenText(props: { file: PreviewFile }) {
  const t = useT();
  const { path, change, before = '', after = '', omitted } = props.file;
  if (omitted) return <Text>{t(`dialog.previewOmitted.${omitted}`)}</Text>;
  if (change === 'changed' && before === after) {
    return <Text>{t('dialog.previewFormOnly')}</Text>;
  }
  return <Diff label={path} before={before} after={after} />;
}
