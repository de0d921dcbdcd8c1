import { useEffect, useState } from 'react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  identify,
  type Manifest,
  type OfferingView,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { ErrorAlert } from '../../components/ErrorAlert';
import { FallbackStatusText } from '../../components/FallbackStatus';
import { FullStatus, StatusText } from '../../components/FullStatus';
import { Loading } from '../../components/Loading';
import { useAsync } from '../../hooks/useAsync';

/** All of the Promise's status: as it is now, or where only a repository is read, as in the catalog. */
export function PromiseFullStatus(props: { view: OfferingView }) {
  const { entity } = useEntity();
  const { view } = props;
  if (view.source === 'cluster') {
    return (
      <FullStatus>
        <LiveStatus view={view} />
      </FullStatus>
    );
  }
  const identity = identify(entity, 'promise');
  if (identity.kind !== 'promise' || identity.fallbackStatus.kind === 'none') {
    return null;
  }
  return (
    <FullStatus>
      <FallbackStatusText status={identity.fallbackStatus} />
    </FullStatus>
  );
}

/** Asked for when it is looked at: the page itself needs only parts of it. */
function LiveStatus(props: { view: OfferingView }) {
  const api = useSkeApi();
  const { ref, resourceVersion } = props.view;
  const [last, setLast] = useState<Manifest>();
  const { value, error, retry } = useAsync(
    () => api.manifest(ref),
    [api, ref.name, resourceVersion],
  );
  // The last one stays while the next is on its way.
  useEffect(() => setLast(previous => value ?? previous), [value]);
  const manifest = value ?? last;
  if (manifest) return <StatusText status={manifest.status} />;
  return error ? (
    <ErrorAlert error={error} onRetry={retry} />
  ) : (
    <Loading what={ref.name} heights={[100]} />
  );
}
