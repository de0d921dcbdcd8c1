import { useMemo, useState } from 'react';
import { Button, Text } from '@backstage/ui';
import {
  refOf,
  type RequestRecord,
  type ResourceIdentity,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { formatMoment } from '../../utils/formatTime';
import { RequestDialog } from '../requestDialog/RequestDialog';
import type { EarlierRequest } from '../requestDialog/template/dialogTarget';
import { readRecordedManifest } from '../requests/recordedManifest';
import { RequestHistory } from '../requests/RequestHistory';
import { holds, waitingFor } from '../requests/waiting';

/** What was asked for, each of it to be asked for again: by a change that is reviewed. */
export function RestorableHistory(props: {
  view: ResourceView;
  records: RequestRecord[];
  identity: ResourceIdentity;
  /** What is shown may be old, so nothing is changed on its ground. */
  live: boolean;
}) {
  const t = useT();
  const [earlier, setEarlier] = useState<EarlierRequest>();
  const { view, records, identity, live } = props;
  const { templateRef, requestsRepoUrl } = identity;
  const denied = useDenied('update', {
    kind: 'resource',
    ref: refOf(view.manifest),
  });
  const waiting = waitingFor(records, identity, view.health);
  const isBusy =
    holds(waiting) || view.manifest.metadata.deletionTimestamp !== undefined;
  const reason = isBusy || !live ? t('restore.busy') : denied;
  const restorable = useMemo(() => {
    const requestsById = new Map<string, EarlierRequest>();
    for (const { id, recordedAt, manifest: text } of records) {
      const manifest = readRecordedManifest(text);
      if (manifest) requestsById.set(id, { id, recordedAt, manifest });
    }
    return requestsById;
  }, [records]);
  const isOffered = templateRef !== undefined && restorable.size > 0;
  return (
    <div>
      <RequestHistory
        records={records}
        actionOf={({ id, recordedAt }) =>
          isOffered &&
          restorable.has(id) && (
            <Button
              size="small"
              variant="tertiary"
              isDisabled={reason !== undefined}
              aria-label={t('restore.restoreOf', {
                moment: formatMoment(recordedAt),
              })}
              onPress={() => setEarlier(restorable.get(id))}
            >
              {t('restore.restore')}
            </Button>
          )
        }
      />
      {isOffered && reason !== undefined && (
        <Text as="p" variant="body-small">
          {reason}
        </Text>
      )}
      {earlier && templateRef && (
        <RequestDialog
          target={{
            kind: 'update',
            resource: view,
            templateRef,
            requestsRepoUrl,
            earlier,
          }}
          onClose={() => setEarlier(undefined)}
        />
      )}
    </div>
  );
}
