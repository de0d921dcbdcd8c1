import { makeStyles } from '@material-ui/core/styles';
import { Text } from '@backstage/ui';
import type { Health, ResourceView } from '@syntasso/plugin-ske-common';
import { FixedBy } from '../../components/FixedBy';
import { HealthReason } from '../../components/HealthReason';
import {
  LiveHealthBadge,
  useStaleSince,
} from '../../components/LiveHealthBadge';
import { LostUpdates } from '../../components/LostUpdates';
import { useStyles } from '../../components/styles';

const useLineStyles = makeStyles({
  // On a phone always below the badge, which gets longer when updates are lost.
  reason: { flex: '1 1 300px', minWidth: 0, display: 'grid' },
  // Both in the same place, which is as high as the longer one.
  layer: { gridArea: '1 / 1' },
  hidden: { visibility: 'hidden' },
});

/** How something is, why, and who can do something about it. */
export function HealthLine(props: {
  health: Health;
  of: 'offering' | 'resource';
  promise?: ResourceView['promise'];
}) {
  const classes = useStyles();
  const { reason, layer, hidden } = useLineStyles();
  const { health, promise } = props;
  const staleSince = useStaleSince();
  const isStale = staleSince !== undefined;
  return (
    <>
      <div className={classes.inline}>
        <LiveHealthBadge health={health} />
        <div className={reason}>
          <Text
            variant="body-small"
            color="secondary"
            className={isStale ? `${layer} ${hidden}` : layer}
          >
            <HealthReason health={health} promise={promise} />
          </Text>
          {isStale && (
            <Text variant="body-small" color="secondary" className={layer}>
              <LostUpdates since={staleSince} />
            </Text>
          )}
        </div>
      </div>
      <FixedBy {...props} />
    </>
  );
}
