import { useRouteRef } from '@backstage/core-plugin-api';
import { MyRequestsCard } from '../features/myRequests/MyRequestsCard';
import { MyRequestsPage } from '../features/myRequests/MyRequestsPage';
import { createPageRouteRef } from './routes';

const useCreateHref = () => useRouteRef(createPageRouteRef)?.() ?? '/create';

/** See {@link MyRequestsPage}. */
export function KratixMyRequestsPage() {
  return <MyRequestsPage createHref={useCreateHref()} />;
}

/**
 * See {@link MyRequestsCard}.
 *
 * @param props.href - where the app has the page; default: `/my-requests`
 */
export function KratixMyRequestsCard(props: { href?: string }) {
  const { href = '/my-requests' } = props;
  return <MyRequestsCard href={href} createHref={useCreateHref()} />;
}
