import { useState } from 'react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  extractSchemaFromStep,
  Form,
} from '@backstage/plugin-scaffolder-react/alpha';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { renderInTestApp } from '@backstage/test-utils';
import type { JsonObject } from '@backstage/types';
import validator from '@rjsf/validator-ajv8';
import { SPEC_FIELD, specPages } from '@syntasso/plugin-ske-common';
import { LazySchemaField, lazyValidateSchemaField } from './LazySchemaField';

let mockIsOffline = true;
jest.mock('./SchemaField', () => {
  if (mockIsOffline) throw new Error('Loading chunk 7 failed');
  return jest.requireActual('./SchemaField');
});

const NOT_LOADED = /^These fields could not be loaded\./;

const [page] = specPages(
  { type: 'object', properties: { zone: { type: 'string' } } },
  { singleSpecPage: true },
);
const { schema, uiSchema } = extractSchemaFromStep(page);

/** A page of the scaffolder's wizard that is filled in, such as by a link. */
function Page() {
  const [data, setData] = useState<JsonObject>({ spec: { zone: 'north' } });
  return (
    <SecretsContextProvider>
      <Form
        validator={validator}
        schema={schema}
        uiSchema={uiSchema}
        fields={{ [SPEC_FIELD]: LazySchemaField } as never}
        formData={data}
        onChange={event => setData(event.formData as JsonObject)}
      />
      <output>{JSON.stringify(data)}</output>
    </SecretsContextProvider>
  );
}

/** What the wizard says when somebody wants to go on. */
async function findProblems(): Promise<string[]> {
  const problems: string[] = [];
  await lazyValidateSchemaField(
    { zone: 'north' },
    { addError: message => problems.push(message) },
    {},
  );
  return problems;
}

it('keeps what is filled in where the fields cannot be loaded, and does not go on without them', async () => {
  await renderInTestApp(<Page />);
  expect(await screen.findByText(NOT_LOADED)).toBeVisible();
  const filledIn = () => screen.getByRole('status').textContent;
  expect(filledIn()).toBe('{"spec":{"zone":"north"}}');
  expect(await findProblems()).toEqual([expect.stringMatching(NOT_LOADED)]);

  // The code is there again, and nobody has seen the fields yet.
  mockIsOffline = false;
  expect(await findProblems()).toEqual([expect.stringMatching(NOT_LOADED)]);

  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByRole('textbox', { name: 'Zone' })).toHaveValue(
    'north',
  );
  expect(screen.queryByText(NOT_LOADED)).not.toBeInTheDocument();
  expect(await findProblems()).toEqual([]);
});
