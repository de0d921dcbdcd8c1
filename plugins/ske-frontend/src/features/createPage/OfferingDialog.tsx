import { useEffect } from 'react';
import { useLivePromise, viewOf } from '../../hooks/useLive';
import { RequestDialog } from '../requestDialog/RequestDialog';

/** Requests one of a Promise outside of its page: with the same dialog, once it is read. */
export function OfferingDialog(props: {
  promiseName: string;
  templateRef: string;
  /** See {@link RequestDialog}. */
  onSent: (isSent: boolean) => void;
  onClose: () => void;
  /** The Promise cannot be read. */
  onLost: () => void;
}) {
  const { promiseName, templateRef, onSent, onClose, onLost } = props;
  const { state } = useLivePromise(promiseName);
  const view = viewOf(state);
  const isLost = !view && (state.kind === 'failed' || state.kind === 'gone');
  useEffect(() => {
    if (isLost) onLost();
    // Once: whoever is told may be another function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isLost]);
  return view ? (
    <RequestDialog
      target={{ kind: 'request', promise: view, templateRef }}
      onSent={onSent}
      onClose={onClose}
    />
  ) : null;
}
