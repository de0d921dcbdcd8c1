import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import {
  bindingReasons,
  syncReasons,
  type BindingReason,
  type CatalogSync,
  type SyncReason,
} from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { useT } from '../../translations/useT';

type Reason = Exclude<
  BindingReason | SyncReason,
  'BindingResolved' | 'EntitySynced'
>;

const REASONS: readonly string[] = [...bindingReasons, ...syncReasons];

/** Whether there is something to do about a reason, and this page knows what. */
const isRemediable = (reason: string | undefined): reason is Reason =>
  reason !== undefined &&
  reason !== 'BindingResolved' &&
  reason !== 'EntitySynced' &&
  REASONS.includes(reason);

/**
 * How a controller keeps the catalog entities of a Promise: for which portal, whether they
 * are up to date and since when, and if not, why and what to do.
 */
export function CatalogSyncState(props: { sync: CatalogSync }) {
  const t = useT();
  const { portal, state, since, message, lastSync, lastError } = props.sync;
  const isWell = state === 'synced';
  return (
    <>
      <Text as="p" weight={isWell ? 'regular' : 'bold'}>
        {t(`catalogSync.state.${state}`)}
        {since && (
          <>
            {' '}
            <Age since={since} form="lasting" />
          </>
        )}
      </Text>
      {portal && <Note>{t('catalogSync.portal', { name: portal })}</Note>}
      {!isWell && message && (
        <Note>{t('catalogSync.message', { message })}</Note>
      )}
      <Remedy sync={props.sync} />
      {lastSync && (
        <Note>
          {t('catalogSync.lastSync')} <Age since={lastSync} />
        </Note>
      )}
      {isWell && lastError && (
        <Note>
          {t('catalogSync.lastError', { message: lastError.message })}{' '}
          <Age since={lastError.time} />
        </Note>
      )}
      {props.sync.controller === 'unreachable' && (
        <Note>{t('catalogSync.unreachable')}</Note>
      )}
    </>
  );
}

/** What to do, where it is known; the message of the platform may say more. */
function Remedy(props: { sync: CatalogSync }) {
  const t = useT();
  const { state, reason } = props.sync;
  if (state === 'synced') return null;
  if (state === 'notReported') {
    return <Note>{t('catalogSync.remedy.notReported')}</Note>;
  }
  return isRemediable(reason) ? (
    <Note>{t(`catalogSync.remedy.${reason}`)}</Note>
  ) : null;
}

const Note = (props: { children: ReactNode }) => (
  <Text as="p" variant="body-small" color="secondary">
    {props.children}
  </Text>
);
