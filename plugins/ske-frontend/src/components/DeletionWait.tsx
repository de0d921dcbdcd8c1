import { Text } from '@backstage/ui';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { finalizerText } from '../utils/finalizerText';
import { Age } from './Age';
import { useStyles } from './styles';

/** Since when something is being deleted, and what that waits for; else nothing. */
export function DeletionWait(props: {
  metadata: Pick<Manifest['metadata'], 'deletionTimestamp' | 'finalizers'>;
  /** What is being deleted; default: a Resource. */
  of?: 'offering' | 'resource';
}) {
  const t = useT();
  const classes = useStyles();
  const { deletionTimestamp, finalizers = [] } = props.metadata;
  if (deletionTimestamp === undefined) return null;
  return (
    <div className={classes.narrowColumn}>
      <Text as="p">
        {t('del.since')} <Age since={deletionTimestamp} />
      </Text>
      {finalizers.length > 0 && (
        <>
          <Text as="p" weight="bold">
            {t('del.left')}
          </Text>
          <ul className={classes.rows} aria-label={t('del.left')}>
            {finalizers.map(finalizer => (
              <li key={finalizer}>{finalizerText(t, finalizer, props.of)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
