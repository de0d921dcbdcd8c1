import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as legacy from '../index';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import { fetched } from './__testUtils__/fetched';

const ready = { workflows: 0, observedGeneration: 1 };
const live = () =>
  new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });

describe('frontend exports', () => {
  it('are all there', () => {
    expect(Object.keys(legacy)).toEqual(
      expect.arrayContaining([
        'skeFrontendPlugin',
        'isKratixType',
        'KratixPromiseEntityPage',
        'KratixResourceEntityPage',
        'KratixOverviewTab',
        'KratixManageTab',
        'KratixAboutCard',
        'KratixResourceManageContent',
        'useKratixResourceFetcher',
        'Stage',
      ]),
    );
  });

  it('Stage has its four values', () => {
    expect(legacy.Stage).toEqual({
      FETCHING: 'fetching',
      DELETING: 'deleting',
      READY: 'ready',
      ERROR: 'error',
    });
  });

  it('skeFrontendPlugin owns the root route', () => {
    expect(legacy.skeFrontendPlugin.getId()).toBe('ske-frontend');
    expect(legacy.skeFrontendPlugin.routes.root).toBeDefined();
  });
});

describe('what a host takes by its name', () => {
  it.each([
    ['promise', promiseEntity()],
    ['resource', resourceEntity()],
    [undefined, promiseEntity({ 'kratix.io/type': 'something else' })],
  ])('tells that an entity is a %s', (type, entity) => {
    expect([
      legacy.isKratixPromise(entity),
      legacy.isKratixResource(entity),
    ]).toEqual([type === 'promise', type === 'resource']);
  });

  it('leads to a tab of its own', async () => {
    const { api, deps, factory } = legacy.kratixTabApiFactory;
    expect(api).toBe(legacy.kratixPageApiRef);
    expect(deps).toEqual({});
    expect(factory({})).toEqual({ path: '/kratix' });
  });
});

describe('resourceType of a tab', () => {
  const plain = promiseEntity({ 'kratix.io/type': 'something else' });

  it('takes the entity for a Promise, whatever it says', async () => {
    await renderWithEntity(
      <legacy.KratixOverviewTab resourceType="promise" />,
      plain,
      new FakeSkeApi({ kind: 'promise', view: promiseView() }),
    );
    const [button] = await screen.findAllByRole('button', {
      name: 'Request Redis',
    });
    expect(button).toBeEnabled();
  });

  it('takes the entity for a Resource, whatever it says', async () => {
    const entity = resourceEntity({ 'kratix.io/type': 'promise' });
    await renderWithEntity(
      <legacy.KratixManageTab resourceType="resource" />,
      entity,
      live(),
    );
    const button = await screen.findByRole('button', { name: 'Update' });
    await waitFor(() => expect(button).toBeEnabled());
  });

  it('says what is missing where the entity cannot be that', async () => {
    await renderWithEntity(
      <legacy.KratixOverviewTab resourceType="resource">
        <p>child</p>
      </legacy.KratixOverviewTab>,
      plain,
      new FakeSkeApi(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Add kratix.io/kind',
    );
    expect(screen.getByText('child')).toBeInTheDocument();
  });

  it('is nothing to manage for a Promise', async () => {
    await renderWithEntity(
      <>
        <p>page</p>
        <legacy.KratixManageTab />
      </>,
      promiseEntity(),
      new FakeSkeApi(),
    );
    expect(await screen.findByText('page')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('useKratixResourceFetcher', () => {
  it('gives a KratixResourceResult, and begins with FETCHING', async () => {
    const { all, last } = await fetched(resourceEntity(), live());
    await waitFor(() => expect(last().currentStage).toBe('ready'));
    expect(all[0].currentStage).toBe('fetching');
    expect(Object.keys(last()).sort()).toEqual([
      'banner',
      'bannerMessage',
      'currentStage',
      'entityIdentifier',
      'missingKratixAnnotations',
      'resource',
      'resourceType',
      'setStage',
      'showBanner',
      'showDeletionBanner',
    ]);
    expect(last()).toMatchObject({
      resource: { metadata: { name: 'cache' } },
      resourceType: 'resource',
      bannerMessage: '',
      showBanner: false,
      showDeletionBanner: false,
      missingKratixAnnotations: false,
      entityIdentifier: {
        kind: 'Redis',
        name: 'cache',
        namespace: 'default',
        apiVersion: 'marketplace.example.org/v1',
        templateName: 'redis-promise-template',
      },
    });
    expect(screen.getByTestId('banner')).toBeEmptyDOMElement();
  });

  it('setStage(DELETING) also sets the deletion message', async () => {
    const { last } = await fetched(resourceEntity(), live());
    await waitFor(() => expect(last().currentStage).toBe('ready'));
    act(() => last().setStage(legacy.Stage.DELETING));
    expect(last()).toMatchObject({
      currentStage: 'deleting',
      bannerMessage: expect.stringContaining('being deleted'),
      showBanner: true,
      showDeletionBanner: true,
    });
    expect(screen.getByTestId('banner')).toHaveTextContent(/being deleted/);
  });

  it('gives no entityIdentifier of a Promise', async () => {
    const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
    const { last } = await fetched(promiseEntity(), api);
    expect(last()).toMatchObject({
      resourceType: 'promise',
      entityIdentifier: undefined,
    });
  });
});

describe('KratixResourceManageContent', () => {
  const identifier: legacy.EntityIdentifier = {
    kind: 'Redis',
    namespace: 'default',
    name: 'cache',
    apiVersion: 'marketplace.example.org/v1',
    templateName: 'redis-promise-template',
  };
  const draw = async (
    props: Partial<legacy.KratixResourceManageContentProps>,
  ) => {
    const api = live();
    const setCurrentStage = jest.fn();
    await renderWithEntity(
      <legacy.KratixResourceManageContent
        entityIdentifier={identifier}
        entityState={legacy.Stage.READY}
        kratixResource={null}
        setCurrentStage={setCurrentStage}
        {...props}
      />,
      resourceEntity(),
      api,
    );
    return { api, setCurrentStage };
  };

  it('deletes what the entityIdentifier names, and says so by setCurrentStage', async () => {
    const { api, setCurrentStage } = await draw({});
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Delete cache' });
    await userEvent.type(within(dialog).getByRole('textbox'), 'cache');
    expect(setCurrentStage).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete' }),
    );
    await waitFor(() =>
      expect(setCurrentStage).toHaveBeenCalledWith('deleting'),
    );
    expect(api.deleted).toMatchObject([{ kind: 'Redis', name: 'cache' }]);
  });

  it('is off while entityState is DELETING', async () => {
    await draw({ entityState: legacy.Stage.DELETING });
    expect(
      await screen.findByRole('button', { name: 'Update' }),
    ).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Delete' })).toBeDisabled();
    expect(
      screen.getAllByText(/nothing can be changed any more/).length,
    ).toBeGreaterThan(0);
  });

  it('without a templateName says which annotation is missing; delete stays', async () => {
    await draw({
      entityIdentifier: { ...identifier, templateName: undefined },
    });
    expect(
      await screen.findByText(/kratix.io\/backstage-promise-template/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Delete' })).toBeEnabled(),
    );
  });

  it('without an entityIdentifier goes by the entity', async () => {
    await draw({ entityIdentifier: undefined });
    expect(
      await screen.findByRole('heading', { name: 'cache' }),
    ).toBeInTheDocument();
  });
});
