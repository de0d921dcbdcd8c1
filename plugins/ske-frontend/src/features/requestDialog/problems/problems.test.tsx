import { act } from '@testing-library/react';
import { useState } from 'react';
import { renderInTestApp } from '@backstage/test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { formSchema } from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { FormUnderTest } from '../../../form/__testUtils__/FormUnderTest';
import { schemaCase } from '../../../form/__testUtils__/schemas';
import type { ProblemAtPath } from '../../../form/problemTree';
import { problemsOf } from '../../../form/validate';
import { completed } from '../../../form/values';
import { useProblemsWithoutField } from './useProblemsWithoutField';

/** The same ones in every run, so that a failure can be looked into. */
const SEED = 20_261_125;
/** `SKE_LAW_RUNS=500` looks further than a change is made to wait for. */
const numRuns = Number(process.env.SKE_LAW_RUNS ?? 40);

interface Broken {
  schema: JsonObject;
  value: JsonValue;
  problems: ProblemAtPath[];
}

// Each form is drawn.
jest.setTimeout(30_000 + 200 * numRuns);

/** Values of which some are taken away, and some are of another type. */
const broken: fc.Arbitrary<Broken> = schemaCase
  .chain(({ schema, value }) =>
    fc.record({
      schema: fc.boolean().map(hides => {
        const form = formSchema(schema);
        return hides ? withHidden(form) : form;
      }),
      value: value.chain(spoiled),
    }),
  )
  .map(({ schema, value }) => ({
    schema,
    value,
    problems: problemsOf(schema, completed(schema, value)).map(
      ({ path, key }, index) => ({
        path: ['spec', ...path],
        message: `${key} at no. ${index}.`,
      }),
    ),
  }));

/** Its first field is not drawn. */
function withHidden(form: JsonObject): JsonObject {
  const [first, ...others] = Object.entries(form.properties as JsonObject);
  if (!first) return form;
  const hidden = { ...(first[1] as JsonObject), 'ui:widget': 'hidden' };
  return {
    ...form,
    properties: Object.fromEntries([[first[0], hidden], ...others]),
  };
}

function spoiled(value: JsonValue): fc.Arbitrary<JsonValue> {
  if (Array.isArray(value)) return fc.tuple(...value.map(spoiled));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, JsonValue>);
    return fc.record(
      Object.fromEntries(entries.map(([key, item]) => [key, spoiled(item)])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<JsonValue>;
  }
  return fc.constantFrom<JsonValue>(value, { wrong: true }, [true], 1e9, '?');
}

function Elsewhere({ problems }: { problems: ProblemAtPath[] }) {
  const unseen = useProblemsWithoutField(problems, JSON.stringify(problems));
  return <footer>{unseen.map(({ message }) => message).join(' | ')}</footer>;
}

it('shows each problem at its field or at the end, whatever the form', async () => {
  const cases = fc
    .sample(broken, { seed: SEED, numRuns: numRuns * 3 })
    .filter(({ problems }) => problems.length > 0)
    .slice(0, numRuns);
  expect(cases.length).toBeGreaterThan(numRuns / 2);
  let show: (next: number) => void = () => {};
  function Place() {
    const [index, setIndex] = useState(0);
    show = setIndex;
    const { problems } = cases[index];
    return (
      <main key={index}>
        <FormUnderTest {...cases[index]} />
        <Elsewhere problems={problems} />
      </main>
    );
  }
  await renderInTestApp(<Place />);
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  for (const [index, { schema, value, problems }] of cases.entries()) {
    await act(async () => show(index));
    // The form opens for what is wrong in it, and then it is looked.
    for (let frames = 0; frames < 6; frames += 1) await act(frame);
    const lost = problems.filter(
      ({ message }) => !document.body.textContent?.includes(message),
    );
    expect({ schema, value, lost }).toEqual({ schema, value, lost: [] });
  }
});
