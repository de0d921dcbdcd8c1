import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OfferingView, ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { RequestAnother } from './RequestAnother';

const promise: ResourceView['promise'] = {
  name: 'redis',
  title: 'Redis',
  health: { state: 'ready', reason: { code: 'promiseAvailable', values: {} } },
  owner: 'group:default/team-a',
};
const draw = async (view: ResourceView, offering = promiseView()) => {
  const api = new FakeSkeApi({ kind: 'promise', view: offering });
  await renderWithEntity(<RequestAnother view={view} />, resourceEntity(), api);
};
const button = () =>
  screen.findByRole('button', { name: 'Request another like this' });

it('is not there for what no Promise offers', async () => {
  await draw(resourceView({}));
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('says why nothing can be requested, when it is pressed', async () => {
  const unavailable: OfferingView = promiseView({
    available: false,
    health: { state: 'failed', reason: { code: 'noStatus', values: {} } },
  });
  await draw(resourceView({}, { promise }), unavailable);
  await userEvent.click(await button());
  expect(
    await screen.findByText('Waiting for the platform to pick it up.'),
  ).toBeInTheDocument();
});

it('is disabled, with the reason, for who may not request', async () => {
  const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
  api.denied.add('create');
  await renderWithEntity(
    <RequestAnother view={resourceView({}, { promise })} />,
    resourceEntity(),
    api,
  );
  expect(
    await screen.findByText(/permission ske.resource.create/),
  ).toBeInTheDocument();
  expect(await button()).toBeDisabled();
});
