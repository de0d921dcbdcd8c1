import { useMemo, useState } from 'react';
import { Text, ToggleButton } from '@backstage/ui';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { useEntityOwnership } from '@backstage/plugin-catalog-react';
import type { PromiseView, ResourceSummary } from '@syntasso/plugin-ske-common';
import { Card } from '../parts/Card';
import { useStyles } from '../parts/styles';
import { RequestButton } from '../request/RequestButton';
import { ATTENTION, RequestsTable } from './RequestsTable';
import { useT } from '../translations/useT';

/** The requests made from a Promise: live, sortable, paged. */
export function RequestsCard(props: { view: PromiseView }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const { isOwnedEntity } = useEntityOwnership();
  const [mine, setMine] = useState(false);
  const [attention, setAttention] = useState(false);
  const needy = view.resources.filter(r => ATTENTION.includes(r.health.state));
  const items = useMemo(
    () =>
      view.resources
        .filter(r => !attention || ATTENTION.includes(r.health.state))
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
    </Card>
  );
}

/** `useEntityOwnership` reads relations; a row has only its owner. */
function ownedAs(item: ResourceSummary) {
  const owner = stringifyEntityRef(
    parseEntityRef(item.owner, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    }),
  );
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: item.ref.name },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
