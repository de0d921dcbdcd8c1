import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type { JsonObject } from '@backstage/types';
import { formSchema } from '@syntasso/plugin-ske-common';
import { FakeSkeApi } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import { FormUnderTest } from './__testUtils__/FormUnderTest';
import { isWanted } from './showIf';

const hinted = (type: string, hints: JsonObject, more: JsonObject = {}) => ({
  type,
  'x-ske-form': hints,
  ...more,
});

const draw = (properties: JsonObject) =>
  renderInTestApp(
    <FormUnderTest schema={formSchema({ type: 'object', properties })} />,
  );

const names = () =>
  screen.getAllByRole('textbox').map(one => {
    const label = document.getElementById(
      one.getAttribute('aria-labelledby') ?? '',
    );
    return label?.textContent;
  });

it('draws fields in the order, the groups and the words of the platform team', async () => {
  await draw({
    a: hinted('string', { order: 2, title: 'Second' }),
    b: hinted('string', { order: 1, placeholder: 'like this' }),
    c: hinted('integer', { group: 'Location', unit: 'km' }),
    d: { type: 'string' },
    e: hinted('string', { hidden: true }),
  });
  expect(names()).toEqual(['B', 'Second', 'D', 'C']);
  expect(screen.getByRole('textbox', { name: 'B' })).toHaveAttribute(
    'placeholder',
    'like this',
  );
  const location = screen.getByRole('group', { name: 'Location' });
  expect(within(location).getByRole('textbox', { name: 'C' })).toBeVisible();
  expect(within(location).getByText('km')).toBeVisible();
});

it('folds what is advanced, and draws a choice as it is told', async () => {
  const user = userEvent.setup();
  await draw({
    a: { type: 'string' },
    b: hinted('string', { advanced: true }),
    c: hinted('string', { widget: 'select' }, { enum: ['x', 'y'] }),
  });
  expect(names()).toEqual(['A']);
  expect(screen.queryByRole('radio')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show 1 more field' }));
  expect(names()).toEqual(['A', 'B']);
});

it('calls choices as the platform team does, and says what is sent', async () => {
  const user = userEvent.setup();
  const labels = {
    noeviction: 'Refuse writes when full',
    lru: 'Drop the oldest',
  };
  const choice = { enum: ['noeviction', 'lru', 'ttl'], default: 'lru' };
  const sent: unknown[] = [];
  await renderInTestApp(
    <FormUnderTest
      schema={formSchema({
        type: 'object',
        properties: {
          few: hinted('string', { labels }, choice),
          many: hinted('string', { labels, widget: 'select' }, choice),
        },
      })}
      onChange={spec => sent.push(spec)}
    />,
  );
  expect(screen.getAllByText('Default: Drop the oldest (lru)')).toHaveLength(2);
  await user.click(
    screen.getByRole('radio', {
      name: /^Refuse writes when full\s?noeviction$/,
    }),
  );
  expect(sent.at(-1)).toEqual({ few: 'noeviction' });
  expect(screen.getByRole('radio', { name: 'ttl' })).not.toBeChecked();
  await user.click(screen.getByRole('button', { name: /Many/ }));
  const option = screen.getByRole('option', {
    name: /^Refuse writes when full/,
  });
  expect(within(option).getByText('noeviction')).toBeInTheDocument();
  await user.click(option);
  expect(sent.at(-1)).toEqual({ few: 'noeviction', many: 'noeviction' });
});

it('shows a field while another one has the value that it wants', async () => {
  const user = userEvent.setup();
  await draw({
    exposed: { type: 'boolean' },
    port: hinted('string', { showIf: { field: 'spec.exposed', equals: true } }),
  });
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: 'Exposed' }));
  await user.type(screen.getByRole('textbox', { name: 'Port' }), '80');
  await user.click(screen.getByRole('checkbox', { name: 'Exposed' }));
  // It would be sent: so it is seen.
  expect(screen.getByRole('textbox', { name: 'Port' })).toBeVisible();
  await user.clear(screen.getByRole('textbox', { name: 'Port' }));
  expect(screen.queryByRole('textbox')).toBeNull();
});

it.each<[JsonObject, boolean]>([
  [{ field: 'spec.plan', in: ['team', 'business'] }, true],
  [{ field: 'spec.plan', equals: 'solo' }, false],
  [{ field: 'spec.zone', present: false }, true],
  [{ field: 'spec.plan', present: false }, false],
  [{ field: 'spec.users[].kind', equals: 'admin' }, true],
  [{ field: 'nonsense', equals: 1 }, true],
])('%j is %s', (showIf, wanted) => {
  const values: Record<string, string> = {
    'spec.plan': 'team',
    'spec.users.1.kind': 'admin',
  };
  expect(
    isWanted(
      showIf,
      ['spec', 'users', '1', 'shell'],
      path => values[path.join('.')],
    ),
  ).toBe(wanted);
});

describe('values to choose from', () => {
  const drawWith = async (choices: FakeSkeApi['choices']) => {
    const api = new FakeSkeApi();
    api.choices = choices;
    const asked = jest.spyOn(api, 'options');
    const sent: unknown[] = [];
    const from = { promise: 'redis', field: 'spec.team' };
    await renderInTestApp(
      <TestApiProvider apis={[[skeApiRef, api]]}>
        <FormUnderTest
          schema={{
            type: 'object',
            properties: {
              team: { type: 'string', 'ui:options': { optionsFrom: from } },
            },
          }}
          onChange={spec => sent.push(spec)}
        />
      </TestApiProvider>,
    );
    expect(asked).toHaveBeenCalledWith('redis', 'spec.team');
    return { user: userEvent.setup(), last: () => sent.at(-1) };
  };
  const box = () => screen.getByRole('combobox', { name: 'Team' });

  it('offers what the platform has, and takes anything else', async () => {
    const { user, last } = await drawWith({
      items: ['blue', 'green'],
      more: true,
    });
    expect(screen.getByText(/^Only the first 2 are listed/)).toBeVisible();
    await user.type(box(), 'gre');
    await user.click(screen.getByRole('option', { name: 'green' }));
    expect(last()).toEqual({ team: 'green' });
    await user.clear(box());
    expect(last()).toEqual({});
    await user.type(box(), 'violet');
    await user.tab();
    expect(last()).toEqual({ team: 'violet' });
    expect(box()).toHaveValue('violet');
  });

  it('says why there is nothing to choose from, and stays a text', async () => {
    const { user, last } = await drawWith(new Error('Not for you.'));
    expect(await screen.findByText(/Not for you\./)).toBeVisible();
    await user.type(box(), 'blue');
    expect(last()).toEqual({ team: 'blue' });
  });
});
