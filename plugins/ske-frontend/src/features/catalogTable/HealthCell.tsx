import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import type { Entity } from '@backstage/catalog-model';
import {
  annotations,
  identify,
  isRequestable,
} from '@syntasso/plugin-ske-common';
import { RiAddLine } from '@remixicon/react';
import { HealthWord } from '../../components/HealthBadge';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useOffering } from '../../hooks/useOfferings';
import { useT } from '../../translations/useT';
import { healthStateOf } from '../../utils/entityHealth';
import { OPEN_REQUEST } from '../../utils/addresses';
import { promiseEntityRefOf } from '../../utils/promiseEntityRefOf';

const useStyles = makeStyles({
  cell: { display: 'flex', alignItems: 'center', gap: 8, minHeight: 28 },
  icon: {
    display: 'inline-flex',
    flex: 'none',
    width: 26,
    height: 26,
    padding: 4,
    boxSizing: 'border-box',
    borderRadius: 4,
  },
  link: {
    color: 'inherit',
    '&:hover, &:focus-visible': { background: 'var(--bui-bg-neutral-2)' },
  },
});

/** The health of an entity, and for Promises and Resources a way to request another one. */
export function HealthCell(props: { entity: Entity }) {
  const t = useT();
  const classes = useStyles();
  const state = healthStateOf(props.entity);
  const wanted = wantedFrom(props.entity);
  const { [annotations.deliveries]: deliveries } =
    props.entity.metadata.annotations ?? {};
  return (
    <span className={classes.cell}>
      {state && (
        <HealthWord
          state={state}
          hint={
            deliveries === 'hidden' ? t('reason.deliveriesHidden') : undefined
          }
        />
      )}
      {wanted && <RequestLink wanted={wanted} />}
    </span>
  );
}

/** What the column is called. */
export function HealthTitle() {
  const t = useT();
  return <>{t('list.health')}</>;
}

/**
 * Opens the dialog on the page of the Promise. Nothing is there where nothing can be
 * requested: the page of the Promise says why.
 */
function RequestLink(props: { wanted: Wanted }) {
  const t = useT();
  const classes = useStyles();
  const { wanted } = props;
  const href = useKratixHref(wanted.componentRef);
  const offering = useOffering(wanted.promiseName);
  if (!href) return null;
  if (!offering || !isRequestable(offering)) {
    // The column does not move when the answer is there.
    return <span className={classes.icon} />;
  }
  const { title } = offering;
  const label = wanted.another
    ? t('list.another', { title })
    : t('promise.request', { title });
  return (
    <Tooltip title={label}>
      <Link
        className={`${classes.icon} ${classes.link}`}
        aria-label={label}
        to={`${href}${OPEN_REQUEST}`}
      >
        <RiAddLine size={18} aria-hidden />
      </Link>
    </Tooltip>
  );
}

/** What can be requested from the row of an entity. */
interface Wanted {
  promiseName: string;
  /** Component of the Promise. */
  componentRef: string;
  /** The row is of a Resource: this would be one more. */
  another: boolean;
}

function wantedFrom(entity: Entity): Wanted | undefined {
  const identity = identify(entity);
  const componentRef = promiseEntityRefOf(entity);
  if (identity.kind !== 'promise' && identity.kind !== 'resource') {
    return undefined;
  }
  const { kind, promiseName } = identity;
  return componentRef && promiseName
    ? { promiseName, componentRef, another: kind === 'resource' }
    : undefined;
}
