import { ButtonLink } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  ResourceIdentity,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { Loading } from '../../components/Loading';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useKratixHref } from '../../hooks/useKratixHref';
import type { LiveState } from '../../live/LiveStore';
import { useT } from '../../translations/useT';
import { OPEN_REQUEST } from '../../utils/addresses';
import { promiseEntityRefOf } from '../../utils/promiseEntityRefOf';
import type { Absence } from './absenceOf';
import { GoneAlert } from './GoneAlert';

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
  const { identity, state, absence } = props;
  const { name } = identity.ref;
  const promise = state.lastView?.promise;
  const href = useKratixHref(promise?.entityRef ?? promiseEntityRefOf(entity));
  if (absence === 'expected') return null;
  if (absence === undefined) return <Loading what={name} heights={[72]} />;
  const promiseName = promise?.name ?? identity.promiseName;
  const isDeleted = absence === 'deleted';
  return (
    <GoneAlert
      name={name}
      isDeleted={isDeleted}
      description={
        <div className={classes.column}>
          {isDeleted ? state.message : `${state.message} ${t('gone.never')}`}
          {href && promiseName && (
            <div className={classes.inline}>
              <ButtonLink size="small" variant="secondary" href={href}>
                {t('next.openPromise', { name: promiseName })}
              </ButtonLink>
              <RequestLink
                promise={promiseName}
                href={`${href}${OPEN_REQUEST}`}
              />
            </div>
          )}
        </div>
      }
    />
  );
}

/** Opens the dialog on the page of the Promise, if the person may request one. */
function RequestLink(props: { promise: string; href: string }) {
  const t = useT();
  const denied = useDenied('create', { kind: 'promise', name: props.promise });
  return denied ? null : (
    <ButtonLink size="small" variant="primary" href={props.href}>
      {t('next.another')}
    </ButtonLink>
  );
}
