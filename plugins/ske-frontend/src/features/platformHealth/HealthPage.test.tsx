import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeSkeApi,
  platformHealth,
  promiseEntity,
  renderWithEntity,
} from '../../__testUtils__';
import { HealthPage } from './HealthPage';

const right = (resource: string, allowed: boolean) => ({
  purpose: 'details' as const,
  group: 'batch',
  resource,
  verb: 'list',
  allowed,
});

const show = async (health: ReturnType<typeof platformHealth>) => {
  const api = new FakeSkeApi();
  api.platformHealth = health;
  await renderWithEntity(<HealthPage />, promiseEntity(), api);
  return api;
};

it('names the rights that are missing and the rule to add', async () => {
  await show(
    platformHealth({
      credentials: [
        {
          whose: 'backstage',
          source: 'serviceAccountToken of cluster prod',
          user: 'system:serviceaccount:backstage:ske',
          groups: ['system:serviceaccounts'],
          rights: [right('jobs', false), right('cronjobs', true)],
          missingRules: 'kind: ClusterRole',
          warnings: ['It may read Secrets.'],
        },
      ],
    }),
  );
  expect(
    await screen.findByText(/1 of 2 rights are missing/),
  ).toBeInTheDocument();
  expect(screen.getByText('list jobs.batch')).toBeInTheDocument();
  expect(screen.getByText('It may read Secrets.')).toBeInTheDocument();
  expect(
    screen.getByRole('region', { name: 'Add this to the platform' }),
  ).toHaveTextContent('kind: ClusterRole');
});

it('says that the platform does not answer, and asks again', async () => {
  const api = await show(
    platformHealth({
      reachable: { state: 'no', reason: 'connect ECONNREFUSED' },
    }),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'connect ECONNREFUSED',
  );
  api.platformHealth = platformHealth();
  await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
  expect(await screen.findByText('v1.36.3')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('says whether the controller of the catalog answers', async () => {
  const url = 'http://controller:8080';
  const reason = `${url}/v1/bindings cannot be read: it answers with 503.`;
  const api = await show(
    platformHealth({ controller: { url, readable: { state: 'no', reason } } }),
  );
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The catalog controller does not answer');
  expect(alert).toHaveTextContent(reason);
  api.platformHealth = platformHealth({
    controller: { url, readable: { state: 'yes', bindings: 7 } },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
  const kept = await screen.findByText('Promises that it keeps in the catalog');
  expect(kept.nextElementSibling).toHaveTextContent('7');
  expect(screen.getByText(url)).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('shows the watches with what went wrong last', async () => {
  await show(
    platformHealth({
      watches: [
        {
          group: 'batch',
          version: 'v1',
          resource: 'jobs',
          scope: 'everything',
          state: 'stale',
          since: new Date().toISOString(),
          listeners: 2,
          objects: 7,
          reason: 'the platform does not answer',
        },
      ],
    }),
  );
  const list = await screen.findByRole('list', { name: 'Shared watches' });
  expect(list).toHaveTextContent('jobs.batch');
  expect(list).toHaveTextContent('Lost');
  expect(list).toHaveTextContent('objects: 7 · listeners: 2');
  expect(list).toHaveTextContent('the platform does not answer');
});

it('names the APIs that cannot be read, with the answer and the remedy', async () => {
  await show(
    platformHealth({
      discovery: {
        state: 'on',
        unreadable: [
          {
            group: 'example.org',
            resource: 'queues',
            namespace: 'team-a',
            reason: 'conversion webhook failed',
            remedy: 'Look into the log of the API server.',
          },
        ],
      },
    }),
  );
  const list = await screen.findByRole('list', {
    name: 'APIs that cannot be read',
  });
  expect(list).toHaveTextContent('queues.example.org in namespace team-a');
  expect(list).toHaveTextContent('conversion webhook failed');
  expect(list).toHaveTextContent('Look into the log of the API server.');
});

it('names objects of which something is left out of the catalog', async () => {
  await show(
    platformHealth({
      discovery: {
        state: 'on',
        problems: {
          objects: 120,
          examples: [
            {
              object: { kind: 'Promise', name: 'redis' },
              entity: 'Template',
              field: 'spec.owner',
              reason: '":x" is no reference.',
              remedy: 'Correct the annotation.',
            },
          ],
        },
      },
    }),
  );
  const list = await screen.findByRole('list', {
    name: 'Objects that are only partly in the catalog',
  });
  expect(list).toHaveTextContent(
    'Promise redis: spec.owner of its Template is left out.',
  );
  expect(list).toHaveTextContent(
    '":x" is no reference. Correct the annotation.',
  );
  expect(screen.getByText('Affected objects: 120')).toBeInTheDocument();
});

it('tells how the requests repository is', async () => {
  const place = { url: 'https://host/org/requests', branch: 'main', path: '' };
  await show(
    platformHealth({
      mode: 'gitops',
      reachable: { state: 'none' },
      repository: { ...place, readable: { state: 'yes', requests: 1234 } },
    }),
  );
  expect(
    await screen.findByText('https://host/org/requests (main)'),
  ).toBeInTheDocument();
  expect(screen.getByText('1234')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

it('says why the requests repository cannot be read', async () => {
  const place = { url: 'https://host/org/requests', branch: 'main', path: 'k' };
  await show(
    platformHealth({
      repository: {
        ...place,
        readable: { state: 'no', reason: 'There is no branch main.' },
      },
    }),
  );
  expect(
    await screen.findByText('The requests repository cannot be read'),
  ).toBeInTheDocument();
  expect(screen.getByText('There is no branch main.')).toBeInTheDocument();
  expect(
    screen.getByText('https://host/org/requests (main: k)'),
  ).toBeInTheDocument();
});
