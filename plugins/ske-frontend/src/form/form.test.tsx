import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { formSchema, storedSecretMark } from '@syntasso/plugin-ske-common';
import { FormUnderTest } from './__testUtils__/FormUnderTest';
import type { Unreadable } from './FormProvider';
import { takeSecrets } from './secretValues';
import { completed } from './values';

const object = (
  properties: Record<string, JsonObject>,
  more: JsonObject = {},
): JsonObject =>
  formSchema({ type: 'object', properties, ...more } as JsonObject);

/** Draws a form; gives what would be sent of it. */
async function draw(
  schema: JsonObject,
  options: {
    value?: JsonValue;
    base?: JsonValue;
    secrets?: Record<string, string>;
  } = {},
) {
  const unreadable: Unreadable = new Map();
  const state = { spec: options.value, changes: 0 };
  await renderInTestApp(
    <FormUnderTest
      schema={schema}
      {...options}
      unreadable={unreadable}
      onChange={spec => {
        state.spec = spec;
        state.changes += 1;
      }}
    />,
  );
  return {
    state,
    unreadable,
    sent: () => completed(schema, state.spec),
    user: userEvent.setup(),
  };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const box = (name: string) => screen.getByRole('textbox', { name });

describe('lists', () => {
  const schema = object({
    tags: { type: 'array', items: { type: 'string' } },
    users: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, admin: { type: 'boolean' } },
      },
    },
  });

  it('adds, fills in, moves and removes items', async () => {
    const { user, sent, state } = await draw(schema);
    expect(state.changes).toBe(0);
    await user.click(button('Add item to Tags'));
    await user.keyboard('one');
    await user.click(button('Add item to Tags'));
    await user.type(box('Tags 2'), 'two');
    expect(sent()).toEqual({ tags: ['one', 'two'] });
    await user.click(button('Move up: Tags 2'));
    expect(sent()).toEqual({ tags: ['two', 'one'] });
    expect(box('Tags 1')).toHaveValue('two');
    await user.click(button('Remove: Tags 1'));
    expect(sent()).toEqual({ tags: ['one'] });
    await user.click(button('Remove: Tags 1'));
    expect(sent()).toEqual({});
  });

  it('has objects as items, which are closed until they are opened', async () => {
    const { user, sent } = await draw(schema, {
      value: { users: [{ name: 'anna' }] },
    });
    expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
    await user.click(button('1 · anna'));
    await user.clear(box('Name'));
    await user.type(box('Name'), 'ben');
    await user.click(button('Add item to Users'));
    await user.keyboard('cleo');
    expect(sent()).toEqual({ users: [{ name: 'ben' }, { name: 'cleo' }] });
  });
});

it('keeps the focus in a key while it is typed, and the value under it', async () => {
  const { user, sent, unreadable } = await draw(
    object({
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    }),
  );
  await user.click(button('Add entry to Labels'));
  await user.keyboard('team');
  expect(box('Key in Labels')).toHaveFocus();
  await user.type(box('Labels team'), 'blue');
  expect(sent()).toEqual({ labels: { team: 'blue' } });
  await user.clear(box('Labels team'));
  expect(sent()).toEqual({ labels: { team: '' } });
  await user.click(button('Add entry to Labels'));
  await user.keyboard('team');
  expect(unreadable.size).toBe(1);
  expect(screen.getByText('This key is there already.')).toBeVisible();
  await user.keyboard('2');
  expect(sent()).toEqual({ labels: { team: '', team2: '' } });
  expect(unreadable.size).toBe(0);
  await user.click(button('Remove team from Labels'));
  expect(sent()).toEqual({ labels: { team2: '' } });
});

it('adds an optional object, and removes it again', async () => {
  const { user, sent } = await draw(
    object({
      backup: {
        type: 'object',
        default: {},
        properties: { keep: { type: 'integer', default: 7 } },
      },
    }),
  );
  await user.click(button('Add Backup'));
  expect(sent()).toEqual({ backup: {} });
  expect(box('Keep')).toHaveAttribute('placeholder', '7');
  await user.type(box('Keep'), '3');
  expect(sent()).toEqual({ backup: { keep: 3 } });
  await user.click(button('Remove Backup'));
  expect(sent()).toEqual({});
});

it('sends an empty text and null when somebody wants to', async () => {
  const { user, sent } = await draw(
    object({ note: { type: 'string', nullable: true } }),
  );
  await user.click(box('Note'));
  await user.click(button('Send null'));
  expect(sent()).toEqual({ note: null });
  await user.click(button('Leave it out'));
  expect(sent()).toEqual({});
  await user.click(box('Note'));
  await user.click(button('Send an empty text'));
  expect(sent()).toEqual({ note: '' });
});

describe('numbers', () => {
  const schema = object({
    size: { type: 'integer' },
    share: { type: 'number' },
    port: { 'x-kubernetes-int-or-string': true },
  });

  it.each<[string, string, JsonValue]>([
    ['Size', '12', 12],
    ['Size', '-3', -3],
    ['Share', '0.25', 0.25],
    ['Share', '1e3', 1000],
    ['Port', '8080', 8080],
    ['Port', 'http', 'http'],
    ['Port', '50%', '50%'],
    ['Port', '"8080"', '8080'],
  ])('%s takes %s', async (name, text, value) => {
    const { user, sent } = await draw(schema);
    await user.type(box(name), text);
    expect(sent()).toEqual({ [name.toLowerCase()]: value });
  });

  it.each([
    ['Size', '1.5', 'Write a whole number, such as 10.'],
    ['Size', 'many', /Write a whole number/],
    ['Size', '9007199254740993', /too big/],
    ['Port', '9007199254740993', /too big/],
  ])('%s does not take %s', async (name, text, message) => {
    const { user, unreadable } = await draw(schema);
    await user.type(box(name), text);
    expect(screen.getByText(message)).toBeVisible();
    expect(unreadable.size).toBe(1);
    await user.clear(box(name));
    expect(unreadable.size).toBe(0);
  });
});

it('takes a choice back', async () => {
  const { user, sent } = await draw(
    object({
      size: { type: 'string', enum: ['small', 'large'] },
    }),
  );
  await user.click(screen.getByRole('radio', { name: 'large' }));
  expect(sent()).toEqual({ size: 'large' });
  await user.click(button('Clear Size'));
  expect(sent()).toEqual({});
});

it('ticks and unticks; a required one that nobody ticked is false', async () => {
  const { user, sent, state } = await draw(
    object(
      { on: { type: 'boolean' }, must: { type: 'boolean' } },
      { required: ['must'] },
    ),
    { value: {} },
  );
  expect(state.changes).toBe(0);
  expect(sent()).toEqual({ must: false });
  await user.click(screen.getByRole('checkbox', { name: 'On' }));
  expect(sent()).toEqual({ on: true, must: false });
  await user.click(screen.getByRole('checkbox', { name: 'On' }));
  expect(sent()).toEqual({ on: false, must: false });
  await user.click(button('Clear On'));
  expect(sent()).toEqual({ must: false });
});

describe('alternatives', () => {
  const schema = object(
    { host: { type: 'string' }, url: { type: 'string' } },
    { oneOf: [{ required: ['host'] }, { required: ['url'] }] },
  );

  it('are named by what they ask for, and keep what was typed', async () => {
    const { user, sent } = await draw(schema);
    expect(screen.queryByRole('textbox')).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Host' }));
    await user.type(box('Host'), 'db');
    await user.click(screen.getByRole('radio', { name: 'Url' }));
    expect(sent()).toEqual({});
    expect(screen.queryByRole('textbox', { name: 'Host' })).toBeNull();
    await user.type(box('Url'), 'https://db');
    expect(sent()).toEqual({ url: 'https://db' });
    await user.click(screen.getByRole('radio', { name: 'Host' }));
    expect(sent()).toEqual({ host: 'db' });
  });

  it('show what is there', async () => {
    await draw(schema, { value: { url: 'x' } });
    expect(screen.getByRole('radio', { name: 'Url' })).toBeChecked();
    expect(box('Url')).toHaveValue('x');
  });
});

it('edits what is free-form as YAML, and says when that is none', async () => {
  const { user, sent, unreadable } = await draw(
    object({
      values: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    }),
  );
  await user.type(box('Values'), 'a: 1');
  expect(sent()).toEqual({ values: { a: 1 } });
  await user.type(box('Values'), '\n  b: [[');
  expect(unreadable.size).toBe(1);
  expect(screen.getByText(/This is no YAML/)).toBeVisible();
});

it('takes what a schema does not name letter by letter', async () => {
  const { user, sent, unreadable } = await draw(
    object(
      { size: { type: 'string' } },
      { 'x-kubernetes-preserve-unknown-fields': true },
    ),
  );
  await user.type(box('Other fields'), 'extra: 1');
  expect(sent()).toEqual({ extra: 1 });
  await user.type(box('Other fields'), '\nsize: x');
  expect(unreadable.size).toBe(1);
  expect(screen.getByText(/^size has a field of its own/)).toBeVisible();
});

it('keeps the cursor in a text that becomes long', async () => {
  const { user, sent } = await draw(object({ note: { type: 'string' } }));
  const long = 'a sentence of many words '.repeat(4);
  await user.type(box('Note'), long);
  expect(sent()).toEqual({ note: long });
  expect(box('Note')).toHaveFocus();
});

it('forgets what could not be read with the field that had it', async () => {
  const { user, unreadable, sent } = await draw(
    object({ ports: { type: 'array', items: { type: 'integer' } } }),
  );
  await user.click(button('Add item to Ports'));
  await user.keyboard('many');
  expect(unreadable.size).toBe(1);
  await user.click(button('Remove: Ports 1'));
  expect(unreadable.size).toBe(0);
  expect(sent()).toEqual({});
});

it('takes an object that was just added away with its fields', async () => {
  const { user } = await draw(
    object({
      login: {
        type: 'object',
        properties: { password: { type: 'string', format: 'password' } },
      },
    }),
  );
  await user.click(button('Add Login'));
  await user.type(screen.getByLabelText('Password'), 'hunter2');
  await user.click(button('Remove Login'));
  expect(screen.queryByLabelText('Password')).toBeNull();
  await user.click(button('Add Login'));
  expect(screen.getByLabelText('Password')).toHaveValue('');
});

it('takes no name of a secret that it has not given itself', async () => {
  const { user, state } = await draw(
    object({ password: { type: 'string', format: 'password' } }),
    { value: { password: 'ske-secret:SKE_FIELD_known' } },
  );
  await user.type(screen.getByLabelText('Password'), 'hunter2');
  const { password } = state.spec as { password: string };
  expect(password).toMatch(/^ske-secret:SKE_FIELD_/);
  expect(password).not.toContain('known');
});

it('offers to keep a stored secret only where it was', async () => {
  const schema = object({
    password: { type: 'string', format: 'password' },
    users: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          token: { type: 'string', format: 'password' },
        },
      },
    },
  });
  const base = {
    password: storedSecretMark(['spec', 'password']),
    users: [0, 1].map(n => ({
      name: `user ${n}`,
      token: storedSecretMark(['spec', 'users', String(n), 'token'], `a${n}`),
    })),
  };
  const { values, secrets } = takeSecrets(base, schema);
  const { state, user } = await draw(schema, {
    value: values,
    base: { spec: base },
    secrets,
  });
  await user.click(button('Clear Password'));
  expect(screen.getByText('The stored one will be removed.')).toBeVisible();
  await user.click(button('Keep it'));
  expect(state.spec).toMatchObject({ password: values.password });

  // A new item is where the old object has another one's token.
  await user.click(screen.getAllByRole('button', { name: /^Remove: / })[0]);
  await user.click(button(/^Add/));
  expect(screen.queryByText(/will be removed/)).toBeNull();
  const token = screen.getByLabelText('Token');
  await user.type(token, 'x');
  await user.clear(token);
  expect(state.spec).toMatchObject({
    users: [
      values.users[1],
      expect.not.objectContaining({ token: expect.anything() }),
    ],
  });
});

it('does not show a stored secret, and keeps it unless something is typed', async () => {
  const schema = object({
    password: { type: 'string', format: 'password', minLength: 12 },
  });
  const { values, secrets } = takeSecrets(
    { password: storedSecretMark(['spec', 'password']) },
    schema,
  );
  const { user, state, unreadable } = await draw(schema, {
    value: values,
    secrets,
  });
  const field = screen.getByLabelText('Password');
  expect(field).toHaveValue('');
  expect(field).toHaveAttribute('placeholder', 'Stored. Type to replace it.');
  expect(unreadable.size).toBe(0);
  await user.type(field, 'hunter2hunter2');
  expect(state.spec).not.toEqual(values);
  await user.clear(field);
  expect(state.spec).toEqual(values);
  await user.click(button('Clear Password'));
  expect(state.spec).toEqual({});
});

it('keeps what a schema does not name beside what it does', async () => {
  const { user, sent } = await draw(
    object(
      { size: { type: 'string' } },
      { 'x-kubernetes-preserve-unknown-fields': true },
    ),
    { value: { size: 's', extra: { a: 1 } } },
  );
  expect(box('Other fields')).toHaveValue('extra:\n  a: 1\n');
  await user.clear(box('Size'));
  await user.type(box('Size'), 'm');
  expect(sent()).toEqual({ size: 'm', extra: { a: 1 } });
});

it('draws properties with the names of what every object has', async () => {
  const { user, sent } = await draw(
    object({ constructor: { type: 'string' }, toString: { type: 'integer' } }),
  );
  await user.type(box('Constructor'), 'me');
  await user.type(box('To string'), '4');
  expect(sent()).toEqual({ constructor: 'me', toString: 4 });
});

it('keeps an error that a field throws inside of it', async () => {
  const silenced = jest.spyOn(console, 'error').mockImplementation(() => {});
  await draw({
    type: 'object',
    properties: { good: { type: 'string' }, bad: { 'ui:field': 'Broken' } },
  });
  silenced.mockRestore();
  expect(screen.getByRole('alert')).toHaveTextContent('could not be shown');
  expect(box('Good')).toBeVisible();
});

it('locks what cannot be changed, with the reason', async () => {
  const schema = object({
    zone: {
      type: 'string',
      'x-kubernetes-validations': [
        { rule: 'self == oldSelf', message: 'A zone is for life.' },
      ],
    },
  });
  await draw(schema, { value: { zone: 'n' }, base: { spec: { zone: 'n' } } });
  expect(box('Zone')).toBeDisabled();
  expect(screen.getByText('A zone is for life.')).toBeVisible();
});

it('folds what is optional when there is much of it', async () => {
  const { user } = await draw(
    object(
      Object.fromEntries(
        [...'abcdefghijklmno'].map(name => [name, { type: 'string' }]),
      ),
      { required: ['a'] },
    ),
  );
  expect(screen.getAllByRole('textbox')).toHaveLength(1);
  await user.click(button('Show 14 more fields'));
  expect(screen.getAllByRole('textbox')).toHaveLength(15);
  expect(within(document.body).queryByText(/more fields/)).toBeNull();
});

it('locks an item of a list by its key, and no new one', async () => {
  const fixed = { rule: 'self == oldSelf', message: 'Fixed for good.' };
  const list = {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    items: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        port: { type: 'integer', 'x-kubernetes-validations': [fixed] },
      },
    },
  };
  const items = [
    { name: 'a', port: 1 },
    { name: 'b', port: 2 },
  ];
  const { user } = await draw(object({ list }), {
    value: { list: items },
    base: { spec: { list: items } },
  });
  await user.click(screen.getByRole('button', { name: /^Remove: .*1$/ }));
  await user.click(screen.getByRole('button', { name: '1 · b' }));
  expect(box('Port')).toHaveValue('2');
  expect(box('Port')).toBeDisabled();
  await user.click(screen.getByRole('button', { name: /^Add item/ }));
  const [old, added] = screen.getAllByRole('textbox', { name: 'Port' });
  expect(old).toBeDisabled();
  expect(added).toBeEnabled();
});

it('locks what a rule of a group forbids only once the group is there', async () => {
  const group = {
    type: 'object',
    properties: { size: { type: 'string' } },
    'x-kubernetes-validations': [{ rule: 'self.size == oldSelf.size' }],
  };
  const { user } = await draw(object({ a: group, b: group }), {
    value: { a: {} },
    base: { spec: { a: {} } },
  });
  await user.click(screen.getByRole('button', { name: /^A\b/ }));
  expect(box('Size')).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Add B' }));
  expect(screen.getAllByRole('textbox', { name: 'Size' })[1]).toBeEnabled();
});

it.each(['list', 'map'])(
  'removes one thing from a %s with a double click',
  async kind => {
    const text = { type: 'string' };
    const { user, sent } = await draw(
      kind === 'list'
        ? { type: 'array', items: text }
        : { type: 'object', additionalProperties: text },
      { value: kind === 'list' ? ['a', 'b', 'c'] : { a: 'x', b: 'y', c: 'z' } },
    );
    const target = () => screen.getAllByRole('button', { name: /^Remove/ })[0];
    await user.click(target());
    // The second click is on what has moved up.
    fireEvent.mouseDown(target(), { detail: 2 });
    fireEvent.click(target(), { detail: 2 });
    expect(Object.keys(sent() as object)).toHaveLength(2);
    await user.click(target());
    expect(Object.keys(sent() as object)).toHaveLength(1);
  },
);

it('prints a rule once that the description says too', async () => {
  const rule = 'A small one has at most 3.';
  await renderInTestApp(
    <FormUnderTest
      schema={object({
        replicas: {
          type: 'string',
          description: `How many there are. ${rule} More cost more.`,
        },
        zone: { type: 'string', description: 'Has to be near' },
        backup: {
          type: 'object',
          description: rule,
          properties: { keep: { type: 'string' } },
        },
      })}
      value={{ backup: {} }}
      problems={[
        { path: ['spec', 'replicas'], message: rule.slice(0, -1) },
        { path: ['spec', 'zone'], message: 'has to be near.' },
        { path: ['spec', 'backup'], message: rule },
      ]}
    />,
  );
  expect(screen.getAllByText(/small one has at most 3/)).toHaveLength(2);
  expect(screen.getByText('How many there are. More cost more.')).toBeVisible();
  expect(screen.getAllByText(/has to be near/i)).toHaveLength(1);
  expect(box('Zone')).toHaveAccessibleDescription('has to be near.');
});
