import { act, fireEvent, screen, waitFor } from '@testing-library/react';
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
  SEEN_VERSION_SECRET,
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
} from '../../__testUtils__';
import { FakeScaffolder } from '../../__testUtils__/FakeScaffolder';
import { NOTHING_CHANGED_MS } from './progress/ProgressStep';
import { RequestDialog } from './RequestDialog';
import type { DialogTarget } from './template/dialogTarget';

/** The editor draws with what a browser measures; here it is a plain text. */
jest.mock('./fill/YamlEditor', () => {
  const { createElement, useEffect, useRef } = jest.requireActual('react');
  return {
    __esModule: true,
    default: function PlainEditor(props: {
      label: string;
      text: string;
      goTo?: { from: number };
      onChange: (text: string) => void;
    }) {
      const area = useRef(null);
      useEffect(() => {
        if (!props.goTo) return;
        area.current.focus();
        area.current.setSelectionRange(props.goTo.from, props.goTo.from);
      }, [props.goTo]);
      return createElement('textarea', {
        ref: area,
        'aria-label': props.label,
        value: props.text,
        onChange: (event: { target: { value: string } }) =>
          props.onChange(event.target.value),
      });
    },
  };
});

const templateRef = 'template:default/redis-promise-template';
const READY = { observedGeneration: 1, workflows: 0 };
const ACCEPTED = 'The platform would accept it.';

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

const aNewOne: DialogTarget = {
  kind: 'request',
  promise: promiseView(),
  templateRef,
};

/** An update of a Resource with this spec. */
function anUpdate(
  spec: JsonObject,
  generation: number,
  more: Partial<ResourceView> = {},
): DialogTarget {
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

const accept = (manifest: string): DryRunResult => ({
  outcome: 'accepted',
  manifest: manifestSchema.parse(parse(manifest)),
  checkedBy: 'platform',
});

/** Opens the dialog, with its form. */
async function open(first: DialogTarget) {
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

const button = (name: string) => screen.getByRole('button', { name });
const box = (name: string) => screen.getByRole('textbox', { name });
const size = (name: string) => screen.getByRole('radio', { name });
const region = (name: string) => screen.getByRole('region', { name });
const step = () => screen.getByRole('listitem', { current: 'step' });

it('begins like another Resource, without what is its own, and says so', async () => {
  const { manifest } = resourceView(READY);
  const { user, scaffolder } = await open({
    ...aNewOne,
    like: {
      ...manifest,
      metadata: { ...manifest.metadata, namespace: 'team-a' },
      spec: {
        size: 'medium',
        zone: 'eu',
        notes: '******** /spec/notes',
      },
    },
  });
  const note = screen.getByText('With the settings of cache');
  expect(note).toBeInTheDocument();
  expect(
    screen.getByText('Secrets are not taken over; type them: Notes'),
  ).toBeInTheDocument();
  expect(size('medium')).toBeChecked();
  expect(box('Name')).toHaveValue('cache');
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  expect(region('Manifest')).toHaveTextContent('namespace: team-a');
  expect(region('Manifest')).toHaveTextContent('zone: eu');
  await user.click(button('Submit'));
  await waitFor(() => expect(scaffolder.sent).toHaveLength(1));
  expect(scaffolder.sent[0].values).toMatchObject({
    objname: 'cache',
    objnamespace: 'team-a',
    spec: { size: 'medium', zone: 'eu' },
  });
  expect(JSON.stringify(scaffolder.sent[0])).not.toContain('****');
});

it('goes from the form to the review and to the progress', async () => {
  const { user, scaffolder, end } = await open(aNewOne);
  expect(step()).toHaveTextContent('Form');
  expect(box('Name')).toHaveValue('redis');
  await user.click(size('small'));
  await user.click(button('Review'));

  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  expect(step()).toHaveTextContent('Review');
  expect(
    screen.getByText('Creates redis in default on platform embedded.'),
  ).toBeInTheDocument();
  expect(region('Manifest')).toHaveTextContent('size: small');
  expect(scaffolder.sent).toEqual([]);
  await user.click(button('Submit'));

  expect(
    await screen.findByText('Waiting for the platform …'),
  ).toBeInTheDocument();
  expect(step()).toHaveTextContent('Progress');
  expect(scaffolder.sent).toMatchObject([
    {
      templateRef,
      values: {
        objname: 'redis',
        objnamespace: 'default',
        spec: { size: 'small' },
      },
    },
  ]);
  await end();
  expect(await screen.findByText('Request sent')).toBeInTheDocument();
  expect(await screen.findByText('redis is ready.')).toBeInTheDocument();
});

it('submits no update that changes nothing, and says so', async () => {
  const { user, scaffolder } = await open(anUpdate({ size: 'small' }, 1));
  await user.click(button('Review'));
  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  expect(screen.getByText('Nothing is changed.')).toBeInTheDocument();
  expect(screen.getByText(/There is nothing to submit/)).toBeInTheDocument();
  expect(button('Submit')).toBeDisabled();
  await user.click(button('Submit'));
  expect(scaffolder.sent).toEqual([]);

  // There and back again is no change either.
  await user.click(button('Back'));
  await user.click(size('medium'));
  await user.click(size('small'));
  await user.click(button('Review'));
  expect(screen.getByText('Nothing is changed.')).toBeInTheDocument();
  await user.click(button('Back'));
  await user.click(size('medium'));
  await user.click(button('Review'));
  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  expect(screen.queryByText('Nothing is changed.')).not.toBeInTheDocument();
  expect(button('Submit')).toBeEnabled();
});

it('changes nothing with a default that is left out: the platform puts it back', async () => {
  const { api, user } = await open(
    anUpdate({ size: 'small', notes: 'usual' }, 1),
  );
  api.judge = manifest => {
    const wanted = manifestSchema.parse(parse(manifest));
    return {
      outcome: 'accepted',
      manifest: { ...wanted, spec: { notes: 'usual', ...wanted.spec } },
      checkedBy: 'platform',
    };
  };
  await user.clear(box('Notes'));
  await user.click(button('Review'));
  expect(await screen.findByText('Nothing is changed.')).toBeInTheDocument();
  expect(button('Submit')).toBeDisabled();
});

it('puts the focus on what each step begins with, also on the way back', async () => {
  const { user } = await open(aNewOne);
  const heading = (name: string) => screen.getByRole('heading', { name });
  expect(box('Name')).toHaveFocus();
  await user.click(size('small'));
  await user.click(button('Review'));
  await waitFor(() => expect(heading('2 Review')).toHaveFocus());
  await user.click(button('Back'));
  expect(box('Name')).toHaveFocus();
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  // What comes later is no reason to take the focus from anybody.
  expect(heading('2 Review')).toHaveFocus();
  await user.click(button('Submit'));
  await waitFor(() => expect(heading('3 Progress')).toHaveFocus());
});

it.each([
  [
    { paused: true },
    'It is paused: the change waits until someone resumes it.',
  ],
  [
    {
      health: {
        state: 'paused' as const,
        reason: { code: 'pausedByPromise' as const, values: {} },
      },
    },
    'Its Promise is paused; changes are not carried out until the platform team resumes it.',
  ],
])('says at the review that a change waits: %j', async (more, text) => {
  const { user } = await open(anUpdate({ size: 'small' }, 1, more));
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  expect(screen.queryByText(text)).not.toBeInTheDocument();
  await user.click(button('Back'));
  await user.click(size('medium'));
  await user.click(button('Review'));
  expect(await screen.findByText(text)).toBeInTheDocument();
  expect(button('Submit')).toBeEnabled();
});

it('prints the rule for names once, and leads there who wants to go on', async () => {
  const { user, scaffolder } = await open(aNewOne);
  await user.clear(box('Name'));
  await user.type(box('Name'), 'My Redis!');
  await user.click(size('small'));
  expect(button('Review')).toBeEnabled();
  await user.click(button('Review'));
  await waitFor(() => expect(box('Name')).toHaveFocus());
  expect(screen.getAllByText(/lower-case letters/i)).toHaveLength(1);
  expect(screen.queryByText(/has to match/i)).not.toBeInTheDocument();
  expect(step()).toHaveTextContent('Form');
  expect(scaffolder.sent).toEqual([]);
});

it('opens what is closed around a mistake, each time that somebody wants to go on', async () => {
  const { user } = await open(aNewOne);
  await user.click(size('small'));
  await user.click(button('Add Backup'));
  await user.type(box('Place'), 'x');
  for (const time of ['first', 'second']) {
    await user.click(screen.getByRole('button', { name: /^Backup/ }));
    const place = screen.queryByRole('textbox', { name: 'Place' });
    expect({ time, place }).toEqual({ time, place: null });
    await user.click(button('Review'));
    await waitFor(() => expect(box('Place')).toHaveFocus());
  }
});

it('leads to the first mistake of a YAML that somebody wants to go on with', async () => {
  const { user } = await open(anUpdate({ size: 'small' }, 1));
  await user.click(button('Show as YAML'));
  const yaml = await screen.findByRole('textbox', {
    name: 'Specification as YAML',
  });
  fireEvent.change(yaml, { target: { value: 'zone: north\nsize: huge\n' } });
  expect(await screen.findByText(/^Line 2: /)).toBeInTheDocument();
  expect(button('Review')).toBeEnabled();
  for (const start of [0, 3]) {
    (yaml as HTMLTextAreaElement).setSelectionRange(start, start);
    await user.click(button('Review'));
    await waitFor(() => expect(yaml).toHaveFocus());
    expect(yaml).toHaveProperty('selectionStart', 'zone: north\n'.length);
  }
  // What is the same in the end is no change.
  fireEvent.change(yaml, { target: { value: 'size: small # still\n' } });
  await user.click(button('Review'));
  expect(await screen.findByText('Nothing is changed.')).toBeInTheDocument();
  expect(button('Submit')).toBeDisabled();
});

it('says at once that an update is ready, also when the page has shown it before', async () => {
  const { user, change, end } = await open(anUpdate({ size: 'small' }, 0));
  // Only what has changed makes it ready, not that some time has passed.
  const { setTimeout } = window;
  const timers = jest.spyOn(window, 'setTimeout');
  timers.mockImplementation(((run: () => void, ms?: number) =>
    ms === NOTHING_CHANGED_MS ? 0 : setTimeout(run, ms)) as never);
  await user.click(size('medium'));
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  await user.click(button('Submit'));
  await screen.findByText('Waiting for the platform …');
  change(anUpdate({ size: 'medium' }, 1));
  await end();
  expect(await screen.findByText('cache is ready.')).toBeInTheDocument();
  timers.mockRestore();
});

it('goes back to the form with what the platform would refuse, at its field', async () => {
  const { api, user, scaffolder } = await open(aNewOne);
  api.judge = () => ({
    outcome: 'refused',
    reason: 'invalid',
    message: 'Redis "redis" is invalid',
    problems: [{ field: 'spec.zone', message: 'There is no such zone.' }],
  });
  await user.click(size('small'));
  await user.type(box('Zone'), 'moon');
  await user.click(button('Review'));

  expect(
    await screen.findByText('The platform would refuse this: 1 to mend'),
  ).toBeInTheDocument();
  expect(step()).toHaveTextContent('Form');
  expect(box('Zone')).toHaveAccessibleDescription(
    expect.stringContaining('There is no such zone.'),
  );
  expect(box('Zone')).toBeInvalid();
  expect(box('Notes')).toBeValid();
  // All that was filled in is still there.
  expect(box('Name')).toHaveValue('redis');
  expect(size('small')).toBeChecked();
  expect(box('Zone')).toHaveValue('moon');

  api.judge = accept;
  await user.clear(box('Zone'));
  await user.type(box('Zone'), 'north');
  expect(screen.queryByText('There is no such zone.')).not.toBeInTheDocument();
  await user.click(button('Review'));
  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  expect(scaffolder.sent).toEqual([]);
});

it("shows what somebody else has changed meanwhile, and puts one's own on top", async () => {
  const { user, change, scaffolder } = await open(
    anUpdate({ size: 'small' }, 1),
  );
  await user.click(size('medium'));
  await user.type(box('Notes'), 'by me');
  await user.click(button('Review'));
  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  change(anUpdate({ size: 'large', zone: 'north' }, 2));

  expect(
    await screen.findByText(/Changed by somebody else since you began/),
  ).toBeInTheDocument();
  expect(region('What they changed')).toHaveTextContent('+ size: large');
  expect(region('What they changed')).toHaveTextContent('+ zone: north');
  expect(region('What you changed')).toHaveTextContent('+ size: medium');
  expect(region('What you changed')).toHaveTextContent('+ notes: by me');
  expect(
    screen.getByText('size: was small, they made it large, you medium'),
  ).toBeInTheDocument();
  expect(
    screen.queryByRole('button', { name: 'Submit' }),
  ).not.toBeInTheDocument();
  await user.click(button('Apply mine on top'));

  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  await user.click(button('Submit'));
  await waitFor(() => expect(scaffolder.sent).toHaveLength(1));
  const [{ values, secrets }] = scaffolder.sent;
  expect(values).toEqual({
    objname: 'cache',
    objnamespace: 'default',
    spec: { size: 'medium', zone: 'north', notes: 'by me' },
  });
  // Made from theirs, so that nothing of it is undone unseen.
  expect(JSON.parse(secrets?.[SEEN_VERSION_SECRET] ?? '')).toEqual({
    generation: 2,
    resourceVersion: '2',
  });
});

it('goes back to the form from a task that has failed, with everything kept', async () => {
  const { user, scaffolder, end } = await open(aNewOne);
  await user.clear(box('Name'));
  await user.type(box('Name'), 'lamp');
  await user.click(size('large'));
  await user.type(box('Zone'), 'north');
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  await user.click(button('Submit'));
  await end('The repository is full.');

  expect(await screen.findByText('The request failed')).toBeInTheDocument();
  expect(screen.getByText('The repository is full.')).toBeInTheDocument();
  expect(screen.getByText(/Sending the request/)).toBeInTheDocument();
  await user.click(button('Back to form'));

  expect(step()).toHaveTextContent('Form');
  expect(box('Name')).toHaveValue('lamp');
  expect(size('large')).toBeChecked();
  expect(box('Zone')).toHaveValue('north');
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  await user.click(button('Submit'));
  await end();
  expect(await screen.findByText('Request sent')).toBeInTheDocument();
  const [first, second] = scaffolder.sent.map(({ values }) => values);
  expect(first).toEqual({
    objname: 'lamp',
    objnamespace: 'default',
    spec: { size: 'large', zone: 'north' },
  });
  expect(second).toEqual(first);
});

it('submits once, however often Submit is pressed', async () => {
  const { user, scaffolder } = await open(aNewOne);
  let begin = () => {};
  scaffolder.begun = new Promise(resolve => {
    begin = resolve;
  });
  await user.click(size('small'));
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  const submit = button('Submit');
  // Both before anything is drawn anew.
  act(() => {
    submit.click();
    submit.click();
  });
  await waitFor(() => expect(scaffolder.sent).toHaveLength(1));
  await user.click(submit);
  await act(async () => begin());
  expect(
    await screen.findByText('Waiting for the platform …'),
  ).toBeInTheDocument();
  expect(scaffolder.sent).toHaveLength(1);
});

it('says that a namespace does not exist, and that no name is free in it', async () => {
  const { api, user } = await open(aNewOne);
  api.existence = namespace => (namespace === 'nosuchns' ? 'missing' : 'found');
  await user.clear(box('Namespace'));
  await user.type(box('Namespace'), 'nosuchns');
  expect(
    await screen.findByText(
      /^Namespace nosuchns does not exist on platform embedded\./,
    ),
  ).toBeInTheDocument();
  expect(screen.queryByText(/is free in/)).not.toBeInTheDocument();
  // Somebody may create it: the platform decides.
  await user.click(size('small'));
  await user.click(button('Review'));
  expect(await screen.findByText(ACCEPTED)).toBeInTheDocument();
  await user.click(button('Back'));
  await user.clear(box('Namespace'));
  await user.type(box('Namespace'), 'team-a');
  expect(
    await screen.findByText('redis is free in team-a.'),
  ).toBeInTheDocument();
  expect(screen.queryByText(/does not exist/)).not.toBeInTheDocument();
});

it('says only what was looked at where nobody may know of namespaces', async () => {
  const { api, user } = await open(aNewOne);
  api.existence = () => 'unknown';
  await user.clear(box('Namespace'));
  await user.type(box('Namespace'), 'team-b');
  expect(
    await screen.findByText('No Redis named redis is known in team-b.'),
  ).toBeInTheDocument();
  expect(screen.queryByText(/is free in/)).not.toBeInTheDocument();
});

it('offers a valid name for one that is not, and fills it in', async () => {
  const { user } = await open(aNewOne);
  await user.clear(box('Name'));
  await user.type(box('Name'), 'My Redis!');
  await user.click(await screen.findByRole('button', { name: 'Use my-redis' }));
  expect(box('Name')).toHaveValue('my-redis');
  await waitFor(() => expect(box('Name')).toHaveFocus());
  expect(screen.queryByText(/lower-case letters/i)).not.toBeInTheDocument();
  expect(
    screen.queryByRole('button', { name: /^Use / }),
  ).not.toBeInTheDocument();
});

it('says that a name is free once it is known to be', async () => {
  const { api, user } = await open(aNewOne);
  let answer: () => void = () => {};
  const page = api.page;
  api.findResources = async () => {
    await new Promise<void>(resolve => {
      answer = resolve;
    });
    return page;
  };
  await user.clear(box('Name'));
  await user.type(box('Name'), 'orders');
  const free = () => screen.queryByText(/is free in/);
  expect(free()).not.toBeInTheDocument();
  await waitFor(() => {
    answer();
    expect(free()).toHaveTextContent('orders is free in default.');
  });
  api.findResources = async () => {
    throw new Error('the platform is away');
  };
  await user.type(box('Name'), '-2');
  await waitFor(() => expect(free()).not.toBeInTheDocument());
});
