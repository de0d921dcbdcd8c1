import { screen, waitFor } from '@testing-library/react';
import type { Entity } from '@backstage/catalog-model';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import type { StreamEvent } from '@syntasso/plugin-ske-common';
import { promiseContent } from '../alpha/promisePage';
import { resourceContent } from '../alpha/resourcePage';
import { isKratixType } from '../index';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import { fetched } from './__testUtils__/fetched';
import { manages, overviews } from './__testUtils__/systems';

const ready = { workflows: 0, observedGeneration: 1, size: 'live-size' };
const live: StreamEvent = { kind: 'resource', view: resourceView(ready) };
const away: StreamEvent = {
  kind: 'refused',
  name: 'ServiceUnavailableError',
  message: 'The platform is away.',
  statusCode: 503,
};
const url = 'https://git.example.org/org/requests/pulls/7';

describe('which entities', () => {
  const { filterFunction } = EntityContentBlueprint.dataRefs;
  const isOnPageOf = {
    promise: createExtensionTester(promiseContent).get(filterFunction),
    resource: createExtensionTester(resourceContent).get(filterFunction),
  };
  const named = (type?: string, specType?: string, kind = 'Component') => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name: 'x',
      ...(type === undefined
        ? {}
        : { annotations: { 'kratix.io/type': type } }),
    },
    spec: { type: specType },
  });

  it.each<[string, Entity, 'promise' | 'resource' | undefined]>([
    ['exactly promise', named('promise'), 'promise'],
    ['exactly resource', named('resource', 'kratix-promise'), 'resource'],
    ['absent, and spec.type', named(undefined, 'kratix-promise'), 'promise'],
    ['empty, and spec.type', named('', 'kratix-resource'), 'resource'],
    ['unknown, and spec.type', named('else', 'kratix-promise'), undefined],
    ['another case', named('Promise', 'kratix-promise'), undefined],
    ['with blanks', named(' resource', 'kratix-resource'), undefined],
    ['spec.type of another case', named('', 'Kratix-Resource'), undefined],
    ['absent', named(undefined, 'service'), undefined],
    [
      'absent, of another kind',
      named(undefined, 'kratix-resource', 'Template'),
      undefined,
    ],
  ])('kratix.io/type is %s', (_, entity, type) => {
    for (const each of ['promise', 'resource'] as const) {
      expect([each, isKratixType(each)(entity)]).toEqual([each, type === each]);
      expect([each, isOnPageOf[each]?.(entity)]).toEqual([each, type === each]);
    }
  });

  it.each([
    ['promise', 'promise'],
    ['resource', 'resource'],
    ['', 'resource'],
    ['else', 'resource'],
  ])(
    'useKratixResourceFetcher reads only the annotation: "%s" is a %s',
    async (type, expected) => {
      const { last } = await fetched(
        promiseEntity({ 'kratix.io/type': type }),
        new FakeSkeApi(),
      );
      expect(last().resourceType).toBe(expected);
    },
  );

  it('useKratixResourceFetcher loads what an override says', async () => {
    const entity = promiseEntity({ 'kratix.io/type': 'else' });
    const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
    const asked = jest.spyOn(api, 'promise');
    const { last } = await fetched(entity, api, { resourceType: 'promise' });
    expect(last().resourceType).toBe('promise');
    expect(asked).toHaveBeenCalledWith('redis');
  });
});

describe.each(overviews)('annotations of a Promise, %s', (_, draw) => {
  const view = promiseView({ source: 'repository', api: undefined });
  const promise = (event: StreamEvent) => new FakeSkeApi(event);

  it('api-name and api-group are optional: n/a, and the button is there', async () => {
    await draw(promiseEntity(), promise({ kind: 'promise', view }));
    expect(await screen.findAllByText('n/a')).toHaveLength(2);
    const [button] = screen.getAllByRole('link', { name: 'Request Redis' });
    expect(button).toHaveAttribute(
      'href',
      '/create/templates/default/redis-promise-template',
    );
  });

  it('api-name and api-group are the kind and the group on offer', async () => {
    await draw(
      promiseEntity({
        'kratix.io/api-name': 'Valkey',
        'kratix.io/api-group': 'stores.example.org',
      }),
      promise({ kind: 'promise', view }),
    );
    expect(await screen.findByText('Valkey')).toBeInTheDocument();
    expect(screen.getByText('stores.example.org')).toBeInTheDocument();
  });

  it('promise-name is required', async () => {
    await draw(
      promiseEntity({ 'kratix.io/promise-name': '' }),
      promise({ kind: 'promise', view }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Add kratix.io/promise-name',
    );
  });
});

describe.each(overviews)('annotations of a Resource, %s', (_, draw) => {
  const status = JSON.stringify({ size: 'remembered-size' });

  it('status is shown when the platform says nothing', async () => {
    const entity = resourceEntity({ 'kratix.io/status': status });
    await draw(entity, new FakeSkeApi(away));
    expect(await screen.findByText(/remembered-size/)).toBeInTheDocument();
  });

  it('status is not shown when there is a live one', async () => {
    const entity = resourceEntity({ 'kratix.io/status': status });
    await draw(entity, new FakeSkeApi(live));
    expect((await screen.findAllByText(/live-size/)).length).toBeGreaterThan(0);
    expect(screen.queryByText(/remembered-size/)).not.toBeInTheDocument();
  });

  it('promise-summary is Markdown', async () => {
    const summary = 'Keeps the **session** of a shop.';
    await draw(
      resourceEntity({ 'kratix.io/promise-summary': summary }),
      new FakeSkeApi(live),
    );
    expect((await screen.findByText('session')).tagName).toBe('STRONG');
  });
});

describe('banners come from the entity', () => {
  const phase = (name: string, address?: string) =>
    resourceEntity({
      'kratix.io/phase': name,
      ...(address ? { 'kratix.io/pull-request-url': address } : {}),
    });

  it('pending-deletion beats fetch errors', async () => {
    const { last } = await fetched(
      phase('pending-deletion', url),
      new FakeSkeApi(away),
    );
    await waitFor(() => expect(last().currentStage).toBe('error'));
    expect(last()).toMatchObject({
      bannerMessage: 'Deletion waiting for approval.',
      showBanner: true,
    });
    expect(screen.getByRole('link')).toHaveAttribute('href', url);
  });

  it('pending-deletion is a banner also without a URL', async () => {
    const { last } = await fetched(
      phase('pending-deletion'),
      new FakeSkeApi(live),
    );
    await waitFor(() => expect(last().currentStage).toBe('ready'));
    expect(last().bannerMessage).toMatch(/^Deletion submitted/);
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('fetch errors beat pending-review, with the message of the server', async () => {
    const { last } = await fetched(
      phase('pending-review', url),
      new FakeSkeApi(away),
    );
    await waitFor(() => expect(last().currentStage).toBe('error'));
    expect(last().bannerMessage).toBe('The platform is away.');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The platform is away.',
    );
  });

  it('pending-review is a banner only together with the URL', async () => {
    const withUrl = await fetched(
      phase('pending-review', url),
      new FakeSkeApi(live),
    );
    expect(withUrl.last().bannerMessage).toBe('Request waiting for approval.');
    const without = await fetched(
      phase('pending-review'),
      new FakeSkeApi(live),
    );
    await waitFor(() => expect(without.last().currentStage).toBe('ready'));
    expect(without.last()).toMatchObject({
      bannerMessage: '',
      showBanner: false,
    });
  });

  it.each([
    ...overviews.map(([name, draw]) => [`Overview, ${name}`, draw] as const),
    ...manages.map(([name, draw]) => [`Manage, ${name}`, draw] as const),
  ])('pending-deletion stands before fetch errors: %s', async (_, draw) => {
    await draw(phase('pending-deletion', url), new FakeSkeApi(away));
    const error = await screen.findByRole('alert');
    const deletion = await screen.findByText('Deletion waiting for approval.');
    expect(deletion.compareDocumentPosition(error)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
  });
});
