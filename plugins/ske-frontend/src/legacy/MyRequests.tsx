import { useRouteRef } from '@backstage/core-plugin-api';
import { MyRequestsCard } from '../features/myRequests/MyRequestsCard';
import { MyRequestsPage } from '../features/myRequests/MyRequestsPage';
import { MY_REQUESTS_PATH } from '../utils/addresses';
import { useCreatePageHref } from './createPage';
import { myRequestsPageRouteRef } from './routes';

/** See {@link MyRequestsPage}. */
export function KratixMyRequestsPage() {
  return <MyRequestsPage createHref={useCreatePageHref()} />;
}

/**
 * See {@link MyRequestsCard}.
 *
 * @param props.href - the page with all requests; default: where the app has `KratixMyRequestsPage`
 */
export function KratixMyRequestsCard(props: { href?: string }) {
  const pageHref = useRouteRef(myRequestsPageRouteRef)?.() ?? MY_REQUESTS_PATH;
  const { href = pageHref } = props;
  return <MyRequestsCard href={href} createHref={useCreatePageHref()} />;
}
