import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ResourceContent } from './ResourceContent';

const ref = {
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  name: 'cache',
  namespace: 'default',
};

describe('restore', () => {
  const records: RequestRecord[] = [
    {
      id: 'r2',
      promise: 'redis',
      ref,
      action: 'Update',
      delivery: 'push',
      state: 'done',
      outcome: 'ready',
      recordedAt: '2026-01-02T10:00:00Z',
      manifest:
        'apiVersion: marketplace.example.org/v1\nkind: Redis\nmetadata: {name: cache}\nspec: {size: large}\n',
    },
    {
      id: 'r1',
      promise: 'redis',
      ref,
      action: 'Delete',
      delivery: 'push',
      state: 'done',
      outcome: 'refused',
      recordedAt: '2026-01-01T10:00:00Z',
    },
  ];
  const showActivity = async (api: FakeSkeApi) => {
    api.records = records;
    await renderWithEntity(<ResourceContent />, resourceEntity(), api);
    await userEvent.click(await screen.findByRole('tab', { name: 'Activity' }));
  };
  const view = resourceView({ observedGeneration: 1, workflows: 0 });

  it('is offered of requests that say what was asked for', async () => {
    await showActivity(new FakeSkeApi({ kind: 'resource', view }));
    const buttons = await screen.findAllByRole('button', {
      name: /^Restore the request of/,
    });
    expect(buttons).toHaveLength(1);
    expect(buttons[0]).toBeEnabled();
  });

  it('says why it is not possible', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view });
    api.denied.add('update');
    await showActivity(api);
    expect(
      await screen.findByText(/permission ske.resource.update/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /^Restore/ }),
    ).toBeDisabled();
  });
});
