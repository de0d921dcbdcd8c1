import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { containerToShow } from '../utils/containerToShow';
import { Code } from './Code';
import { useStyles } from './styles';
import { useLog } from './useLog';

type Container = RunView['containers'][number];

/** Browsers round where a box is scrolled to. */
const ROUNDING_PX = 4;

/** The log of a run's containers: first the most telling one, any by choice. */
export function Log(props: { run: RunView; objectRef: ObjectRef }) {
  const t = useT();
  const classes = useStyles();
  const { run, objectRef } = props;
  const [chosen, setChosen] = useState<string>();
  const container =
    run.containers.find(c => c.name === chosen) ?? containerToShow(run);
  return (
    <div className={classes.column}>
      {run.containers.length > 1 && (
        <ToggleButtonGroup
          aria-label={t('resource.containers')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={container ? [container.name] : []}
          onSelectionChange={keys => setChosen([...keys].map(String)[0])}
        >
          {run.containers.map(({ name }) => (
            <ToggleButton key={name} id={name} size="small">
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {container && (
        <ContainerLog
          key={container.name}
          run={run}
          container={container}
          objectRef={objectRef}
        />
      )}
    </div>
  );
}

function ContainerLog(props: {
  run: RunView;
  container: Container;
  objectRef: ObjectRef;
}) {
  const t = useT();
  const classes = useStyles();
  const { run, container, objectRef } = props;
  const end = useRef<HTMLSpanElement>(null);
  const state = useLog(
    run.pod && container.state !== 'waiting'
      ? {
          ref: objectRef,
          pod: run.pod,
          podNamespace: run.namespace,
          container: container.name,
        }
      : undefined,
    container.state === 'running',
  );
  const text = state.kind === 'shown' ? state.text : '';
  const following = state.kind === 'shown' && state.following;
  const heightBefore = useRef(0);
  useEffect(() => {
    const box = end.current?.closest('pre');
    if (!following || !box) return;
    // Who has scrolled up to read is left there.
    const lowest = heightBefore.current - box.clientHeight;
    if (box.scrollTop >= lowest - ROUNDING_PX) box.scrollTop = box.scrollHeight;
    heightBefore.current = box.scrollHeight;
  }, [following, text]);

  if (container.state === 'waiting' && container.reason) {
    return <Waiting container={container} />;
  }
  if (state.kind === 'failed') {
    return (
      <Text weight="bold">
        {t('resource.logLost', { message: state.message })}
      </Text>
    );
  }
  return (
    <Code label={`${t('resource.log')} ${run.pipeline}`}>
      {text === '' ? t('resource.emptyLog') : lines(text, classes.errorLine)}
      <span ref={end} />
    </Code>
  );
}

/** Why a container has not begun, such as an image that cannot be had. */
function Waiting(props: { container: Container }) {
  const t = useT();
  const { name, reason = '', message = '' } = props.container;
  return (
    <Text as="p" variant="body-small" weight="bold">
      {t('resource.containerWaits', { name, reason })} {message}
    </Text>
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
