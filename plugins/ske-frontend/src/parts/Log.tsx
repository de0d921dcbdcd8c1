import { useEffect, useState, type ReactNode } from 'react';
import { Button, Text } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { skeApiRef } from '../api/SkeApi';
import { useT } from '../translations/useT';
import { Code } from './Code';
import { useStyles } from './styles';

const WHILE_RUNNING_MS = 1_000;

type LogState =
  | { kind: 'loading' }
  | { kind: 'shown'; text: string }
  | { kind: 'failed'; message: string };

/** The last lines of a run's most telling container; follows while it runs. */
export function Log(props: { run: RunView; subject: ObjectRef }) {
  const t = useT();
  const classes = useStyles();
  const api = useApi(skeApiRef);
  const { run, subject } = props;
  const container = tellingContainer(run);
  const [state, setState] = useState<LogState>({ kind: 'loading' });
  const { apiVersion, kind, name, namespace } = subject;
  const { pod, namespace: podNamespace, state: runState } = run;
  const containerState = container?.state;
  const containerName = container?.name;
  useEffect(() => {
    if (!pod || !containerName || containerState === 'waiting')
      return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const read = async () => {
      const next = await api
        .log({
          ref: { apiVersion, kind, name, namespace },
          pod,
          podNamespace,
          container: containerName,
        })
        .then((text): LogState => ({ kind: 'shown', text }))
        .catch(
          (error: Error): LogState => ({
            kind: 'failed',
            message: error.message,
          }),
        );
      if (left) return;
      setState(next);
      if (runState === 'running') timer = setTimeout(read, WHILE_RUNNING_MS);
    };
    void read();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [
    api,
    apiVersion,
    kind,
    name,
    namespace,
    pod,
    podNamespace,
    containerName,
    containerState,
    runState,
  ]);

  if (state.kind === 'failed') {
    return (
      <Text weight="bold">
        {t('resource.logLost', { message: state.message })}
      </Text>
    );
  }
  const text = state.kind === 'shown' ? state.text : '';
  return (
    <Code label={`${t('resource.log')} ${run.pipeline}`}>
      {text === '' ? t('resource.emptyLog') : lines(text, classes.errorLine)}
    </Code>
  );
}

function lines(text: string, errorClass: string): ReactNode {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => (
      <span
        key={index}
        className={
          /\b(error|fatal|panic)\b/i.test(line) ? errorClass : undefined
        }
      >
        {line}
        {'\n'}
      </span>
    ));
}

/** The failed container, else the running one, else the last. */
export function tellingContainer(run: RunView) {
  return (
    run.containers.find(c => c.state === 'failed') ??
    run.containers.find(c => c.state === 'running') ??
    run.containers[run.containers.length - 1]
  );
}

/** A line with a button that opens the log below it. */
export function LogToggle(props: {
  run: RunView | undefined;
  subject: ObjectRef;
  title: ReactNode;
  when?: ReactNode;
  initiallyOpen?: boolean;
  pipeline?: string;
}) {
  const t = useT();
  const classes = useStyles();
  const [open, setOpen] = useState(props.initiallyOpen ?? false);
  const pipeline = props.pipeline ?? props.run?.pipeline ?? '';
  return (
    <>
      <div className={classes.logRow}>
        {props.title}
        <span>{props.when}</span>
        {props.run?.pod ? (
          <Button
            size="small"
            variant="tertiary"
            aria-expanded={open}
            aria-label={t(open ? 'resource.hideLog' : 'resource.showLog', {
              pipeline,
            })}
            onPress={() => setOpen(!open)}
          >
            {t('resource.log')}
          </Button>
        ) : (
          <span />
        )}
      </div>
      {open && props.run && <Log run={props.run} subject={props.subject} />}
    </>
  );
}
