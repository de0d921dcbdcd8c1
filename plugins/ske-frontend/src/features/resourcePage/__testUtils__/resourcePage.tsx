import type { ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
} from '../../../__testUtils__';
import { ResourceContent } from '../ResourceContent';

/** The Resource that tests of its page are about. */
export const ref = {
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  name: 'cache',
  namespace: 'default',
};

/** The status of a Resource without pipelines that is ready. */
export const ready = { observedGeneration: 1, workflows: 0 };

/** Draws the page of a Resource, or what else is to be drawn of it. */
export const pageOf = async (
  view: ResourceView,
  page = <ResourceContent />,
): Promise<FakeSkeApi> => {
  const api = new FakeSkeApi({ kind: 'resource', view });
  await renderWithEntity(page, resourceEntity(), api);
  return api;
};

/** A run of the pipeline of its request, with these containers. */
export const run = (
  ...containers: ResourceView['runs'][number]['containers']
): ResourceView['runs'][number] => ({
  job: 'configure-abc',
  namespace: 'default',
  pipeline: 'configure',
  action: 'configure',
  state: 'running',
  pod: 'configure-abc-1',
  containers,
});

/** A container that runs. */
export const running = (name: string) =>
  ({ name, state: 'running', restarts: 0 } as const);

/** A container that has done its work. */
export const done = (name: string) =>
  ({ name, state: 'succeeded', exitCode: 0, restarts: 0 } as const);

/** The same Resource, of a Promise that has an owner. */
export const ofPromise = (view: ResourceView): ResourceView => ({
  ...view,
  promise: {
    name: 'redis',
    title: 'Redis',
    owner: 'group:default/platform',
    health: {
      state: 'ready',
      reason: { code: 'promiseAvailable', values: {} },
    },
  },
});
