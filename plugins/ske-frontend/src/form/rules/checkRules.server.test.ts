/** @jest-environment node */
import type { JsonObject, JsonValue } from '@backstage/types';
import { testKubeconfig } from '@internal/testbed';
import { isObject } from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { apiServer, type Answer } from './__testUtils__/apiServer';
import { ruleCases, type RuleCase } from './__testUtils__/ruleCases';
import { valuesOf } from './__testUtils__/valuesOf';
import { checkRules } from './checkRules';

const kubeconfig = testKubeconfig();

/** So many rules are in one kind: one may only cost so much. */
const TOGETHER = 20;
/** Random values tried with each rule. */
const RANDOM = Number(process.env.SKE_TEST_RANDOM ?? 5);

const groups = Array.from(
  { length: Math.ceil(ruleCases.length / TOGETHER) },
  (_, at) => ruleCases.slice(at * TOGETHER, (at + 1) * TOGETHER),
);

describe('the API server', () => {
  it.each(groups.map((group, at) => [at, group] as const))(
    'refuses what breaks a rule, group %i',
    async (at, group) => {
      const server = apiServer(kubeconfig);
      const plural = `rules${at}x${Date.now()}`;
      const properties: JsonObject = Object.fromEntries(
        group.map(({ schema }, index) => [`case${index}`, bounded(schema)]),
      );
      const defined = await server.define(plural, {
        type: 'object',
        properties,
      });
      try {
        expect(defined.body.message).toBeUndefined();
        const wrong: unknown[] = [];
        for (const [index, { schema, rule, old, ...rest }] of group.entries()) {
          const spec = (value: JsonValue) => ({ [`case${index}`]: value });
          for (const value of tried(schema, rest)) {
            const found = checkRules(schema, value, old);
            const answer = await server.ask(
              plural,
              spec(value),
              old === undefined ? undefined : spec(old),
            );
            if (!agrees(found, answer, rule))
              wrong.push({ rule, value, found, answer: answer.body.message });
          }
        }
        expect(wrong).toEqual([]);
      } finally {
        await server.remove(plural);
      }
    },
    600_000,
  );
});

const tried = (
  schema: JsonObject,
  { kept = [], broken = [], unchecked = [] }: Partial<RuleCase>,
) => [
  ...[...kept, ...broken, ...unchecked],
  ...fc.sample(valuesOf(schema), RANDOM),
];

function agrees(
  { broken, unchecked }: ReturnType<typeof checkRules>,
  { status, body }: Answer,
  rule: string,
): boolean {
  if (broken.length === 0) return unchecked > 0 || status < 300;
  return (body.details?.causes ?? []).some(({ message }) =>
    message.includes(rule),
  );
}

/** The server only takes rules whose cost it can foresee. */
function bounded(schema: JsonObject): JsonObject {
  const limits: Record<string, JsonObject> = {
    string: { maxLength: 36 },
    array: { maxItems: 3 },
    object: { maxProperties: 4 },
  };
  const inner = Object.entries(schema).map(([key, value]) => {
    if (!isObject(value)) return [key, value];
    const parts =
      key === 'properties'
        ? Object.fromEntries(
            Object.entries(value).map(([name, part]) => [
              name,
              bounded(part as JsonObject),
            ]),
          )
        : bounded(value);
    return [key, parts];
  });
  return { ...Object.fromEntries(inner), ...limits[String(schema.type)] };
}
