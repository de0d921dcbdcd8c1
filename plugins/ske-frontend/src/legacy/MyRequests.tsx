import { useRouteRef } from '@backstage/core-plugin-api';
import { MyRequestsCard } from '../features/myRequests/MyRequestsCard';
import { MyRequestsPage } from '../features/myRequests/MyRequestsPage';
import { CREATE_PATH, MY_REQUESTS_PATH } from '../utils/addresses';
import { createPageRouteRef } from './routes';

const useCreateHref = () => useRouteRef(createPageRouteRef)?.() ?? CREATE_PATH;

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
  const { href = MY_REQUESTS_PATH } = props;
  return <MyRequestsCard href={href} createHref={useCreateHref()} />;
}
