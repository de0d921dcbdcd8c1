import { act, screen, waitFor } from '@testing-library/react';
import {
  manifestSchema,
  SEEN_VERSION_SECRET,
} from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import { resourceView } from '../../__testUtils__';
import {
  ACCEPTED,
  READY,
  aNewOne,
  accept,
  anUpdate,
  box,
  button,
  open,
  region,
  size,
  step,
  templateRef,
} from './__testUtils__/openDialog';
import { NOTHING_CHANGED_MS } from './progress/ProgressStep';

it('brings back an earlier request, reviewed against what is there now', async () => {
  const update = anUpdate({ size: 'large', zone: 'eu', notes: 'now' }, 3);
  const { user, change } = await open({
    ...update,
    earlier: {
      id: 'r1',
      recordedAt: '2026-01-01T10:00:00Z',
      manifest: {
        ...resourceView(READY).manifest,
        spec: { size: 'small', zone: 'eu' },
      },
    },
  });
  expect(
    screen.getByText(/^With the settings of the request of/),
  ).toBeInTheDocument();
  expect(size('small')).toBeChecked();
  expect(box('Zone')).toHaveValue('eu');
  await user.click(button('Review'));
  await screen.findByText(ACCEPTED);
  const changes = region('What changes');
  expect(changes.querySelector('ins')).toHaveTextContent('size: small');
  expect(changes).toHaveTextContent('notes: now');
  // Somebody else is faster: as with any change, both are shown.
  change(anUpdate({ size: 'large', zone: 'us', notes: 'now' }, 4));
  await user.click(button('Apply mine on top'));
  await screen.findByText(ACCEPTED);
  expect(region('What changes')).toHaveTextContent('zone: us');
});

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
    screen.getByText('Secrets are not copied. Type them in: Notes'),
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
    'The platform team has paused this service. Changes wait until they resume it.',
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
    await screen.findByText(
      'The platform does not accept this: 1 correction is needed',
    ),
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
    screen.getByText('size: it was small, theirs is large, yours is medium'),
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
