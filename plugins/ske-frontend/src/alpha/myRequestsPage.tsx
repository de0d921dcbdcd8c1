import { Suspense, type ComponentType } from 'react';
import {
  createRouteRef,
  PageBlueprint,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { RiFileList2Line } from '@remixicon/react';
import { loadSkeClient } from '../api/SkeClient';
import { useLostFocus } from '../components/useLostFocus';
import { titleKey } from '../translations/titleKey';
import { useTitle } from '../translations/useTitle';
import { MY_REQUESTS_PATH } from '../utils/addresses';
import { lazyOr, type NotLoadedReason } from '../utils/lazyOr';
import { useCreatePageHref } from './createPage';
import { PageRouter } from './PageRouter';

/** The page of what somebody has requested. */
export const myRequestsRouteRef = createRouteRef();

/** Where its links lead. */
interface Paths {
  href: string;
  createHref: string;
}

function WithPaths(props: { component: ComponentType<Paths> }) {
  const href = useRouteRef(myRequestsRouteRef)?.() ?? MY_REQUESTS_PATH;
  const createHref = useCreatePageHref();
  const { component: Component } = props;
  return (
    <Suspense fallback={null}>
      <Component href={href} createHref={createHref} />
    </Suspense>
  );
}

/**
 * A home page has other widgets: they stay where the code of this one cannot be had. Of plain
 * HTML, as every page of the app would load components with it.
 */
const standIn = ({ loadAgain, isAgain }: NotLoadedReason) =>
  function CardNotLoaded() {
    const text = useTitle('myRequests.notLoaded');
    const retry = useTitle('field.tryAgain');
    const button = useLostFocus<HTMLButtonElement>(isAgain);
    return (
      <p role="alert">
        {text}{' '}
        <button ref={button} type="button" onClick={loadAgain}>
          {retry}
        </button>
      </p>
    );
  };

const loadCards = () => import('../features/myRequests/MyRequestsCard');
const Card = lazyOr<Paths>(
  async () => (await loadCards()).MyRequestsCard,
  standIn,
);
const Content = lazyOr<Paths>(
  async () => (await loadCards()).MyRequestsContent,
  standIn,
);

/**
 * The first of what somebody has requested, for a home page, with the link to the rest.
 *
 * @alpha
 */
export const MyRequestsCard = () => <WithPaths component={Card} />;

/**
 * What is in {@link MyRequestsCard}, for a widget that has a frame and a title itself, such
 * as one of Backstage's home plugin.
 *
 * @alpha
 */
export const MyRequestsContent = () => <WithPaths component={Content} />;

/** Everything that somebody has requested or owns; its title and icon are in the navigation. */
export const myRequestsPage = PageBlueprint.make({
  name: 'my-requests',
  params: {
    path: MY_REQUESTS_PATH,
    title: titleKey('myRequests.title'),
    icon: <RiFileList2Line />,
    routeRef: myRequestsRouteRef,
    // It brings a heading of its own.
    noHeader: true,
    loader: async () => {
      const [{ MyRequestsPage }] = await Promise.all([
        import('../features/myRequests/MyRequestsPage'),
        loadSkeClient(),
      ]);
      return (
        <PageRouter>
          <WithPaths component={MyRequestsPage} />
        </PageRouter>
      );
    },
  },
});
