import { Alert, ButtonLink } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';
import type {
  ResourceIdentity,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { Loading } from '../../components/Loading';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import type { LiveState } from '../../live/LiveStore';
import { useT } from '../../translations/useT';
import { promiseEntityRefOf } from '../../utils/promiseEntityRefOf';
import { readRef } from '../../utils/readRef';
import type { Absence } from './absenceOf';

/** That a Resource was deleted, or was never there, and the way on. */
export function GoneNotice(props: {
  identity: ResourceIdentity;
  state: Extract<LiveState<ResourceView>, { kind: 'gone' }>;
  /** Undefined while it is being found out. */
  absence: Absence | undefined;
}) {
  const t = useT();
  const classes = useStyles();
  const { entity } = useEntity();
  const entityLink = useRouteRef(entityRouteRef);
  const { identity, state, absence } = props;
  const { name } = identity.ref;
  if (absence === 'expected') return null;
  if (absence === undefined) return <Loading what={name} heights={[72]} />;
  const promise = state.lastView?.promise;
  const ref = readRef(promise?.entityRef ?? promiseEntityRefOf(entity));
  const href = ref && entityLink?.(ref);
  const promiseName = promise?.name ?? identity.promiseName;
  const isDeleted = absence === 'deleted';
  return (
    <Alert
      role="status"
      status={isDeleted ? 'info' : 'warning'}
      icon
      title={isDeleted ? t('gone.deleted', { name }) : t('gone.title')}
      description={
        <div className={classes.column}>
          {isDeleted ? state.message : `${state.message} ${t('gone.never')}`}
          {href && promiseName && (
            <div className={classes.inline}>
              <ButtonLink
                size="small"
                variant="secondary"
                href={`${href}/kratix`}
              >
                {t('next.openPromise', { name: promiseName })}
              </ButtonLink>
              <RequestAnother
                promise={promiseName}
                href={`${href}/kratix?ske=request`}
              />
            </div>
          )}
        </div>
      }
    />
  );
}

/** Opens the dialog on the page of the Promise, for who may request one. */
function RequestAnother(props: { promise: string; href: string }) {
  const t = useT();
  const denied = useDenied('create', { kind: 'promise', name: props.promise });
  return denied ? null : (
    <ButtonLink size="small" variant="primary" href={props.href}>
      {t('next.another')}
    </ButtonLink>
  );
}
