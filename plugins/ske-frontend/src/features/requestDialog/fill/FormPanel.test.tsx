import { fireEvent, screen, waitFor } from '@testing-library/react';
import {
  ACCEPTED,
  aNewOne,
  anUpdate,
  box,
  button,
  open,
  size,
  step,
} from '../__testUtils__/openDialog';

/** The editor draws with what a browser measures; here it is a plain text. */
jest.mock('./YamlEditor', () => {
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
