import { useMemo, useState } from 'react';
import { Text, ToggleButton } from '@backstage/ui';
import { useEntityOwnership } from '@backstage/plugin-catalog-react';
import {
  needsAttention,
  wholeGroupRef,
  type PromiseView,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { RequestButton } from '../request/RequestButton';
import { RequestsTable } from './RequestsTable';
import { useT } from '../translations/useT';

/** The requests made from a Promise: live, sortable, paged. */
export function RequestsCard(props: { view: PromiseView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const { isOwnedEntity } = useEntityOwnership();
  const [mine, setMine] = useState(false);
  const [attention, setAttention] = useState(false);
  const needy = view.resources.filter(r => needsAttention(r.health.state));
  const items = useMemo(
    () =>
      view.resources
        .filter(r => !attention || needsAttention(r.health.state))
        .filter(r => !mine || isOwnedEntity(ownedAs(r))),
    [view.resources, attention, mine, isOwnedEntity],
  );
  if (!view.api) return null;
  return (
    <Card
      title={
        <span className={classes.inline}>
          {t('promise.requests')}
          <Text color="secondary">{view.resources.length}</Text>
        </span>
      }
      actions={
        view.resources.length > 0 && (
          <>
            <ToggleButton size="small" isSelected={mine} onChange={setMine}>
              {t('promise.filterMine')}
            </ToggleButton>
            {needy.length > 0 && (
              <ToggleButton
                size="small"
                isSelected={attention}
                onChange={setAttention}
              >
                {t('promise.filterAttention', { count: needy.length })}
              </ToggleButton>
            )}
          </>
        )
      }
    >
      {view.resources.length === 0 ? (
        <div className={classes.column}>
          <Text>{t('promise.emptyTitle')}</Text>
          <div>
            <RequestButton view={view} />
          </div>
        </div>
      ) : (
        <RequestsTable items={items} />
      )}
      {view.resourcesDenied && (
        <Text as="p" variant="body-small" color="secondary">
          {t('promise.someHidden', { message: view.resourcesDenied })}
        </Text>
      )}
    </Card>
  );
}

/** `useEntityOwnership` reads relations; a row has only its owner. */
const ownedAs = (item: ResourceSummary) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: item.ref.name },
  relations: [{ type: 'ownedBy', targetRef: wholeGroupRef(item.owner) }],
});
