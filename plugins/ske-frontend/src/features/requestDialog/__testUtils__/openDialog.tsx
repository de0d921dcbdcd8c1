import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { identityApiRef, storageApiRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import type { JsonObject } from '@backstage/types';
import {
  kratix,
  manifestSchema,
  makeOfferingTemplate,
  type DryRunResult,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import {
  FakeSkeApi,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../../__testUtils__';
import { FakeScaffolder } from '../../../__testUtils__/FakeScaffolder';
import { RequestDialog } from '../RequestDialog';
import type { DialogTarget } from '../template/dialogTarget';

export const templateRef = 'template:default/redis-promise-template';
export const READY = { observedGeneration: 1, workflows: 0 };
/** What the review says in the end. */
export const ACCEPTED = 'Checked: these settings are valid.';

/** The pages of the Template that the backend makes of a Promise. */
const steps = (() => {
  const spec = {
    type: 'object',
    required: ['size'],
    properties: {
      size: { type: 'string', enum: ['small', 'medium', 'large'] },
      zone: { type: 'string' },
      notes: { type: 'string' },
      backup: {
        type: 'object',
        properties: { place: { type: 'string', minLength: 3 } },
      },
    },
  };
  const template = makeOfferingTemplate(
    kratix.offeringOf({
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'Promise',
      metadata: { name: 'redis' },
      spec: {
        api: {
          spec: {
            group: 'marketplace.example.org',
            names: { kind: 'Redis', plural: 'redis' },
            versions: [
              {
                name: 'v1',
                storage: true,
                schema: {
                  openAPIV3Schema: { type: 'object', properties: { spec } },
                },
              },
            ],
          },
        },
      },
    }),
    'redis-promise-template',
  );
  const pages = template?.spec?.parameters as JsonObject[];
  return pages.map(schema => ({ title: String(schema.title), schema }));
})();

export const aNewOne: Extract<DialogTarget, { kind: 'request' }> = {
  kind: 'request',
  promise: promiseView(),
  templateRef,
};

/** An update of a Resource with this spec. */
export function anUpdate(
  spec: JsonObject,
  generation: number,
  more: Partial<ResourceView> = {},
): Extract<DialogTarget, { kind: 'update' }> {
  const resource = resourceView(READY, more);
  const { metadata } = resource.manifest;
  const version = { generation, resourceVersion: `${generation}` };
  return {
    kind: 'update',
    resource: {
      ...resource,
      manifest: {
        ...resource.manifest,
        spec,
        metadata: { ...metadata, ...version },
      },
    },
    templateRef,
  };
}

export const accept = (manifest: string): DryRunResult => ({
  outcome: 'accepted',
  manifest: manifestSchema.parse(parse(manifest)),
  checkedBy: 'platform',
});

/** Opens the dialog, with its form. */
export async function open(first: DialogTarget) {
  const api = new FakeSkeApi({ kind: 'resource', view: resourceView(READY) });
  api.judge = accept;
  const scaffolder = new FakeScaffolder({ title: 'Redis', steps });
  const storage = mockApis.storage();
  const identity = mockApis.identity({ userEntityRef: 'user:default/anna' });
  let show: (target: DialogTarget) => void = () => {};
  function Place() {
    const [target, setSubject] = useState(first);
    show = setSubject;
    return (
      <RequestDialog target={target} onSent={() => {}} onClose={() => {}} />
    );
  }
  await renderWithEntity(
    <TestApiProvider
      apis={[
        [scaffolderApiRef, scaffolder as never],
        [storageApiRef, storage],
        [identityApiRef, identity],
      ]}
    >
      <Place />
    </TestApiProvider>,
    resourceEntity(),
    api,
  );
  await screen.findByRole('button', { name: 'Review' });
  return {
    api,
    scaffolder,
    user: userEvent.setup(),
    /** Somebody has changed what it is about. */
    change: (target: DialogTarget) => act(() => show(target)),
    /** A task goes on once its page is there. */
    end: async (wrong?: string) => {
      const tasks = scaffolder.sent.length;
      await waitFor(() => expect(scaffolder.followed).toBe(tasks));
      act(() => scaffolder.end(wrong));
    },
  };
}

export const button = (name: string) => screen.getByRole('button', { name });
export const box = (name: string) => screen.getByRole('textbox', { name });
export const size = (name: string) => screen.getByRole('radio', { name });
export const region = (name: string) => screen.getByRole('region', { name });
export const step = () => screen.getByRole('listitem', { current: 'step' });
