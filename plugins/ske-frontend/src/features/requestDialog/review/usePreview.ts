import { useEffect, useRef, useState } from 'react';
import type { PipelineStatus, PreviewState } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../../api/useSkeApi';
import { useT } from '../../../translations/useT';
import { messageOf } from '../../../utils/messageOf';

/** How far a preview is; `idle` before it was asked for, or when it was stopped. */
export type PreviewProgress = PreviewState | { kind: 'idle' };

/** What a request would write, when somebody asks for it; it ends with the component. */
export function usePreview(manifest: string, mode: 'create' | 'update') {
  const t = useT();
  const api = useSkeApi();
  const [state, setState] = useState<PreviewProgress>({ kind: 'idle' });
  // As they were last: a state of failure does not say it.
  const [pipelines, setPipelines] = useState<PipelineStatus[]>([]);
  const current = useRef<AbortController>();
  useEffect(() => () => current.current?.abort(), []);

  const stop = () => {
    current.current?.abort();
    setState({ kind: 'idle' });
  };

  const start = async () => {
    current.current?.abort();
    const run = new AbortController();
    current.current = run;
    setState({ kind: 'running', pipelines: [] });
    setPipelines([]);
    let last: PreviewState | undefined;
    const fail = (message?: string) => {
      if (run.signal.aborted) return;
      setState({ kind: 'failed', reason: 'error', message });
    };
    try {
      await api.preview(
        manifest,
        mode,
        next => {
          last = next;
          if (run.signal.aborted) return;
          setState(next);
          if (next.kind === 'running') setPipelines(next.pipelines);
        },
        run.signal,
      );
      // The connection ended, and nobody has said how it went.
      if (last === undefined || last.kind === 'running') {
        fail(t('dialog.previewCutOff'));
      }
    } catch (error) {
      fail(messageOf(error as Error));
    }
  };

  return { state, pipelines, start, stop };
}
