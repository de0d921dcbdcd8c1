import { Alert } from '@backstage/ui';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { ReactNode } from 'react';
import { identify, type PromiseIdentity } from '@syntasso/plugin-ske-common';
import { Announcer } from '../health/Announcer';
import { LiveFrame } from '../live/LiveFrame';
import { useLivePromiseEntity, viewOf } from '../live/useLive';
import { EntityProblems } from '../parts/EntityProblems';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { PromiseAboutCard } from './PromiseAboutCard';
import { PromiseDetailsCard } from './PromiseDetailsCard';
import { PromiseHeaderCard } from './PromiseHeaderCard';
import { RequestsCard } from './RequestsCard';
import { RequestsHealthCard } from './RequestsHealthCard';

/** The page of a Promise: what it is, is it all right, request one. */
export function PromiseContent(props: { children?: ReactNode }) {
  const { entity } = useEntity();
  const identity = identify(entity);
  if (identity.kind === 'invalid') {
    return <EntityProblems problems={identity.problems} />;
  }
  if (identity.kind !== 'promise') return null;
  return (
    <LivePromisePage identity={identity}>{props.children}</LivePromisePage>
  );
}

function LivePromisePage(props: {
  identity: PromiseIdentity;
  children?: ReactNode;
}) {
  const classes = useStyles();
  const { promiseName } = props.identity;
  const live = useLivePromiseEntity(props.identity);
  return (
    <>
      <Announcer name={promiseName} health={viewOf(live.state)?.health} />
      <LiveFrame live={live} what={promiseName} heights={[120, 320]}>
        {view => (
          <div className={classes.page}>
            <div className={classes.column}>
              <FormProblems problems={view.formProblems ?? []} />
              <PromiseHeaderCard view={view} />
              <RequestsCard view={view} />
              <PromiseDetailsCard view={view} />
            </div>
            <div className={classes.column}>
              <PromiseAboutCard view={view} />
              <RequestsHealthCard view={view} />
              {props.children}
            </div>
          </div>
        )}
      </LiveFrame>
    </>
  );
}

/** Hints for the request form that do not count, for who can mend them. */
function FormProblems(props: { problems: string[] }) {
  const t = useT();
  const classes = useStyles();
  if (props.problems.length === 0) return null;
  return (
    <Alert
      status="warning"
      icon
      title={t('promise.formProblems')}
      description={
        <ul className={classes.plainList}>
          {props.problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      }
    />
  );
}
