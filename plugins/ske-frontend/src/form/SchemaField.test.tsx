import { useState } from 'react';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  extractSchemaFromStep,
  Form,
} from '@backstage/plugin-scaffolder-react/alpha';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import {
  renderInTestApp,
  TestApiProvider,
  TestApiRegistry,
} from '@backstage/test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import validator from '@rjsf/validator-ajv8';
import { SPEC_FIELD, specPages } from '@syntasso/plugin-ske-common';
import { FakeSkeApi, offeringSummary } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import { Availability } from './Availability';
import { SchemaField, validateSchemaField } from './SchemaField';

const fields = { [SPEC_FIELD]: SchemaField } as never;

/** A page of the scaffolder's wizard, and what it would send. */
async function drawPage(spec: JsonObject, given: JsonObject = {}) {
  const [page] = specPages(spec, { singleSpecPage: true });
  const { schema, uiSchema } = extractSchemaFromStep(page);
  const state = { data: given as { spec?: JsonValue }, submitted: 0 };
  function Page() {
    const [data, setData] = useState<JsonObject>(given);
    return (
      <SecretsContextProvider>
        <Form
          validator={validator}
          schema={schema}
          uiSchema={uiSchema}
          fields={fields}
          formData={data}
          // As the wizard has it.
          experimental_defaultFormStateBehavior={{ allOf: 'populateDefaults' }}
          onChange={event => {
            setData(event.formData as JsonObject);
            state.data = event.formData as JsonObject;
          }}
          onSubmit={() => {
            state.submitted += 1;
          }}
        >
          <button type="submit">Next</button>
        </Form>
      </SecretsContextProvider>
    );
  }
  await renderInTestApp(<Page />);
  return {
    state,
    sent: () => JSON.parse(JSON.stringify(state.data)),
    user: userEvent.setup(),
  };
}

const spec: JsonObject = {
  type: 'object',
  required: ['name', 'size'],
  properties: {
    name: { type: 'string' },
    size: { type: 'string', default: 'small' },
    tags: { type: 'array', default: ['a'], items: { type: 'string' } },
    two: { type: 'array', minItems: 2, items: { type: 'string' } },
    labels: {
      type: 'object',
      default: { team: 'none' },
      additionalProperties: { type: 'string' },
    },
    backup: {
      type: 'object',
      default: {},
      properties: {
        keep: { type: 'integer', default: 7 },
        hours: { type: 'array', items: { type: 'integer' } },
      },
    },
  },
};

it('sends nothing that nobody touched', async () => {
  const { sent, user, state } = await drawPage(spec);
  expect(sent()).toEqual({ spec: {} });
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'one');
  await user.click(screen.getByRole('button', { name: 'Add Backup' }));
  expect(sent()).toEqual({ spec: { name: 'one', backup: {} } });
  await user.type(screen.getByRole('textbox', { name: 'Keep' }), '3');
  await user.click(screen.getByRole('button', { name: 'Add entry to Labels' }));
  await user.keyboard('env');
  expect(sent()).toEqual({
    spec: { name: 'one', backup: { keep: 3 }, labels: { env: '' } },
  });
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(state.submitted).toBe(1);
});

it('keeps what a link has filled in', async () => {
  const { sent } = await drawPage(spec, {
    spec: { name: 'two', tags: ['b'], backup: { hours: [3] } },
  });
  expect(sent()).toEqual({
    spec: { name: 'two', tags: ['b'], backup: { hours: [3] } },
  });
});

it('says what is missing in a sentence, and goes on when it is there', async () => {
  const { user, state } = await drawPage(spec);
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(screen.getByText('Name is required.')).toBeVisible();
  expect(state.submitted).toBe(0);
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'one');
  expect(screen.queryByText('Name is required.')).toBeNull();
});

it('takes a property by the name of what every object has', async () => {
  const { sent, user } = await drawPage({
    type: 'object',
    properties: { valueOf: { type: 'string' }, a: { type: 'string' } },
  });
  expect(sent()).toEqual({ spec: {} });
  await user.type(screen.getByRole('textbox', { name: 'Value of' }), 'me');
  expect(sent()).toEqual({ spec: { valueOf: 'me' } });
});

it('draws a spec that is a map', async () => {
  const { sent, user } = await drawPage({
    type: 'object',
    additionalProperties: { type: 'string' },
  });
  expect(sent()).toEqual({ spec: {} });
  await user.click(screen.getByRole('button', { name: /^Add entry to/ }));
  await user.keyboard('team');
  await user.click(screen.getByRole('button', { name: /^Add entry to/ }));
  await user.keyboard('env');
  expect(sent()).toEqual({ spec: { team: '', env: '' } });
});

it('draws a spec that is a list', async () => {
  const { sent, user } = await drawPage({
    type: 'array',
    items: { type: 'string' },
  });
  expect(sent()).toEqual({ spec: [] });
  await user.click(screen.getByRole('button', { name: /^Add item to/ }));
  await user.keyboard('one');
  expect(sent()).toEqual({ spec: ['one'] });
});

it('takes YAML letter by letter, and a key that is another one for a moment', async () => {
  const { sent, user } = await drawPage({
    type: 'object',
    properties: {
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
  });
  await user.type(screen.getByRole('textbox', { name: 'Free' }), 'a: 1');
  await user.click(screen.getByRole('button', { name: /^Add entry to/ }));
  await user.keyboard('team');
  await user.type(screen.getByRole('textbox', { name: 'Labels team' }), 'blue');
  await user.click(screen.getByRole('button', { name: /^Add entry to/ }));
  await user.keyboard('env');
  await user.type(screen.getByRole('textbox', { name: 'Labels env' }), 'prod');
  const key = screen.getAllByRole('textbox', { name: 'Key in Labels' })[1];
  await user.clear(key);
  await user.type(key, 'team2');
  expect(sent().spec).toEqual({
    free: { a: 1 },
    labels: { team: 'blue', team2: 'prod' },
  });
});

it('keeps what was added when somebody comes back to the page', async () => {
  const { state, user } = await drawPage(spec);
  await user.click(screen.getByRole('button', { name: 'Add Backup' }));
  cleanup();
  const again = await drawPage(spec, state.data as JsonObject);
  expect(again.sent()).toEqual({ spec: { backup: {} } });
});

it('does not go on with what cannot be read', async () => {
  const numbers: JsonObject = {
    type: 'object',
    properties: { count: { type: 'integer' } },
  };
  const { user } = await drawPage(numbers);
  const said: string[] = [];
  const ask = () =>
    validateSchemaField({}, { addError: text => said.push(text) }, {});
  await ask();
  expect(said).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: 'Count' }), 'many');
  await ask();
  expect(said).toEqual(['Write a whole number, such as 10.']);
});

it('holds values against what only Kubernetes checks', async () => {
  const said: string[] = [];
  const schema: JsonObject = {
    type: 'object',
    properties: {
      tags: {
        type: 'array',
        title: 'Tags',
        items: { type: 'string' },
        'x-kubernetes-list-type': 'set',
      },
    },
  };
  await validateSchemaField(
    { tags: ['a', 'a'] },
    { addError: text => said.push(text) },
    { schema },
  );
  expect(said).toEqual(['Tags has the same item twice.']);
});

it.each([
  [
    { a: { constructor: 'x' } },
    /^Backstage cannot send a field or key named constr/,
  ],
  [
    { toString: { name: {} } },
    /^The Create page cannot send the objects and lists inside toString/,
  ],
])(
  'refuses what the scaffolder would refuse or change: %j',
  async (value, words) => {
    const addError = jest.fn();
    await validateSchemaField(
      value,
      { addError },
      { schema: { type: 'object' } },
    );
    expect(addError).toHaveBeenCalledWith(expect.stringMatching(words));
  },
);

describe('a form that knows its Promise', () => {
  const forRedis: JsonObject = {
    'ui:skePromise': 'redis',
    type: 'object',
    properties: { size: { type: 'string' } },
  };
  const waiting = offeringSummary({
    available: false,
    health: {
      state: 'pending',
      reason: {
        code: 'requirementNotInstalled',
        values: { promise: 'kafka', version: 'v2' },
      },
    },
  });

  it.each([
    ['takes requests', [offeringSummary()], []],
    [
      'is not available',
      [waiting],
      ['Needs kafka v2, which is not installed.'],
    ],
    [
      'may not be requested',
      [
        offeringSummary({
          create: { allowed: false, by: 'backstage', reason: 'Ask team-a.' },
        }),
      ],
      ['Ask team-a.'],
    ],
    ['is not known', [], []],
    ['cannot be asked about', new Error('No answer.'), []],
  ])('whose Promise %s', async (_, summaries, expected) => {
    const api = new FakeSkeApi();
    api.summaries = summaries;
    const said: string[] = [];
    await validateSchemaField(
      {},
      { addError: text => said.push(text) },
      {
        schema: forRedis,
        apiHolder: TestApiRegistry.from([skeApiRef, api]),
      },
    );
    expect(said).toEqual(expected);
  });

  it('says above its fields why it is not available', async () => {
    const api = new FakeSkeApi();
    api.summaries = [waiting];
    await renderInTestApp(
      <TestApiProvider apis={[[skeApiRef, api]]}>
        <Availability promise="redis" />
      </TestApiProvider>,
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not available now: Needs kafka v2, which is not installed.',
    );
  });
});
