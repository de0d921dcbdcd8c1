import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { identityApiRef, storageApiRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
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
    await screen.findByText(
      'Not available now: Waiting for the platform to pick it up.',
    ),
  ).toBeInTheDocument();
});

/** With all that the dialog needs; its form is never there. */
const drawWithDialog = (api: FakeSkeApi, address?: string) => {
  const scaffolder = {
    getTemplateParameterSchema: () => new Promise(() => {}),
  };
  const identity = mockApis.identity({ userEntityRef: 'user:default/anna' });
  return renderWithEntity(
    <TestApiProvider
      apis={[
        [scaffolderApiRef, scaffolder as never],
        [storageApiRef, mockApis.storage()],
        [identityApiRef, identity],
      ]}
    >
      <RequestAnother view={resourceView({}, { promise })} />
    </TestApiProvider>,
    resourceEntity(),
    api,
    address,
  );
};

it('opens no dialog by a link for who may not request', async () => {
  const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
  api.denied.add('create');
  await drawWithDialog(api, '/?ske=another');
  expect(
    await screen.findByText(/permission ske.resource.create/),
  ).toBeInTheDocument();
  // The Promise, of which the dialog is, is known by then.
  await act(async () => api.send({ kind: 'promise', view: promiseView() }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

it('keeps the dialog when nothing can be requested any more', async () => {
  const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
  await drawWithDialog(api);
  await userEvent.click(await button());
  const dialog = await screen.findByRole('dialog');
  const unavailable = promiseView({ available: false, title: 'Other Redis' });
  act(() => api.send({ kind: 'promise', view: unavailable }));
  expect(await screen.findByText('Request Other Redis')).toBeInTheDocument();
  expect(screen.getByRole('dialog')).toBe(dialog);
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
