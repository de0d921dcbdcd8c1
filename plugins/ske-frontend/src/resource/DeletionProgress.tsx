import { Text } from '@backstage/ui';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { formatAge } from '../parts/age';
import { useNow } from '../parts/useNow';
import { useT } from '../translations/useT';

const STUCK_AFTER_MS = 60_000;

/** That it is going; after a while, what holds it. */
export function DeletionProgress(props: { manifest: Manifest }) {
  const t = useT();
  const now = useNow();
  const { deletionTimestamp, finalizers = [] } = props.manifest.metadata;
  const age = now - Date.parse(deletionTimestamp ?? '');
  return (
    <div role="status">
      <Text as="p">{t('del.started')}</Text>
      {age > STUCK_AFTER_MS && finalizers.length > 0 && (
        <Text as="p" weight="bold">
          {t('del.stuck', {
            finalizers: finalizers.join(', '),
            age: formatAge(age),
          })}
        </Text>
      )}
    </div>
  );
}
