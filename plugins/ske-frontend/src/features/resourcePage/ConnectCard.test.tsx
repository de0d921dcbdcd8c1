import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ConnectCard } from './ConnectCard';

const status = {
  host: 'cache.svc',
  credentialsSecret: 'cache-credentials',
  dashboard: 'https://grafana.example.org/d/redis',
};
const draw = (
  connect: ResourceView['connect'],
  given: ResourceView['manifest']['status'] = status,
) =>
  renderWithEntity(
    <ConnectCard view={resourceView(given, { connect })} />,
    resourceEntity(),
    new FakeSkeApi(),
  );
const guide = (more: Partial<NonNullable<ResourceView['connect']>>) => ({
  keys: [],
  snippets: [],
  ...more,
});

it('says where the Secret is, and the line that lists its keys', async () => {
  await draw(undefined);
  expect(
    await screen.findByText(
      'Secret cache-credentials in default, not shown here',
    ),
  ).toBeInTheDocument();
  expect(
    screen.getByText('kubectl -n default describe secret cache-credentials'),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('button', {
      name: 'Copy the command for Credentials secret',
    }),
  ).toBeInTheDocument();
  // Nothing more where the Promise says nothing more.
  expect(screen.queryByRole('tab')).not.toBeInTheDocument();
});

it('names the keys, and reads the one that is chosen', async () => {
  await draw(guide({ keys: ['username', 'password'] }));
  expect(
    await screen.findByText('Keys: username, password'),
  ).toBeInTheDocument();
  expect(
    screen.getByText(
      "kubectl -n default get secret cache-credentials -o jsonpath='{.data.password}' | base64 -d",
    ),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /Key/ }));
  await userEvent.click(
    await screen.findByRole('option', { name: 'username' }),
  );
  expect(
    await screen.findByText(/jsonpath='\{\.data\.username\}'/),
  ).toBeInTheDocument();
});

it('takes keys for no Secret where there are several', async () => {
  await draw(guide({ keys: ['password'] }), {
    credentialsSecret: 'one',
    tlsSecretName: 'two',
  });
  expect(
    await screen.findByText('kubectl -n default describe secret one'),
  ).toBeInTheDocument();
  expect(screen.queryByText(/Keys:/)).not.toBeInTheDocument();
});

it("shows the platform team's own words in place of the line", async () => {
  await draw(guide({ text: 'Look in Vault: **${{ metadata.name }}**' }));
  expect(await screen.findByText('cache')).toBeInTheDocument();
  expect(screen.queryByText(/kubectl/)).not.toBeInTheDocument();
});

it('fills in snippets, and never a secret', async () => {
  await draw(
    guide({
      snippets: [
        {
          title: 'Environment variables',
          language: 'bash',
          template:
            'HOST=${{ status.host }}\nPASSWORD=${{ status.password }}\nPORT=${{ status.port }}',
        },
        {
          title: 'Helm values',
          language: 'yaml',
          template: 'a: ${{ spec.size }}',
        },
      ],
    }),
  );
  const first = await screen.findByRole('region', {
    name: 'Environment variables',
  });
  expect(first).toHaveTextContent(
    'HOST=cache.svc PASSWORD=<password from Secret cache-credentials> PORT=<status.port: not there yet>',
  );
  expect(screen.getByText(/Replace what stands in/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('tab', { name: 'Helm values' }));
  const panel = await screen.findByRole('tabpanel');
  expect(
    within(panel).getByRole('region', { name: 'Helm values' }),
  ).toHaveTextContent('a: small');
  expect(
    within(panel).getByRole('button', { name: 'Copy Helm values' }),
  ).toBeInTheDocument();
});

it('draws nothing before there is something to connect to', async () => {
  await draw(guide({ snippets: [{ title: 'a', template: 'a' }] }), {});
  expect(screen.queryByText('Connect')).not.toBeInTheDocument();
});

it('is not there while the Resource is being deleted', async () => {
  const view = resourceView(status);
  const metadata = {
    ...view.manifest.metadata,
    deletionTimestamp: '2026-01-02T00:00:00Z',
  };
  const drawCard = (manifest: ResourceView['manifest']) =>
    renderWithEntity(
      <ConnectCard view={{ ...view, manifest }} />,
      resourceEntity(),
      new FakeSkeApi(),
    );
  const { unmount } = await drawCard(view.manifest);
  expect(await screen.findByText('cache.svc')).toBeInTheDocument();
  unmount();
  await drawCard({ ...view.manifest, metadata });
  expect(screen.queryByText('Connect')).not.toBeInTheDocument();
  expect(screen.queryByText('cache.svc')).not.toBeInTheDocument();
});
