import fc from 'fast-check';
import { z } from 'zod';

/** What the JSON schema of a read model may say. */
interface Shape {
  type?: string | string[];
  enum?: string[];
  pattern?: string;
  minLength?: number;
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape;
}

/** So many of one kind, at most: each is drawn, hundreds of times. */
const MOST = 2;

/** Words that pages know, names and references of all kinds, and what none should be. */
const WORDS = [
  'True',
  'False',
  'Pending',
  'Running',
  'Suspended',
  'Succeeded',
  'Failed',
  'healthy',
  'unhealthy',
  'not-set',
  'redis',
  'default',
  'Redis',
  'component:default/redis',
  'group:',
  'a/b/c',
  'v1',
  'marketplace.example.org/v1',
  '2026-01-01T00:00:00Z',
  '999999999999999999999',
  'not-a-date',
  'constructor',
  '',
  '\u0000',
  '<script>',
];

/**
 * Read models that a schema admits, made from its shape alone, as they come from a
 * backend.
 *
 * @param known - for what the schema leaves open or only a function of it checks, by
 * path
 */
export function viewsOf<T>(
  schema: z.ZodType<T>,
  known: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<T> {
  const shape: object = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return valuesOf(shape as Shape, '')
    .map(value => schema.safeParse(JSON.parse(JSON.stringify(value))))
    .filter(({ success }) => success)
    .map(({ data }) => data as T);

  function valuesOf(one: Shape, path: string): fc.Arbitrary<unknown> {
    const { type, enum: words, properties, items, additionalProperties } = one;
    const given = known[path];
    if (given) return given;
    if (words) return fc.constantFrom(...words);
    if (Array.isArray(type)) {
      return fc.oneof(
        ...type.map(each => valuesOf({ ...one, type: each }, path)),
      );
    }
    if (type === 'object' && properties) {
      const fields = Object.entries(properties).map(
        ([name, field]) =>
          [name, valuesOf(field, path ? `${path}.${name}` : name)] as const,
      );
      return fc.record<Record<string, unknown>, string>(
        Object.fromEntries(fields),
        { requiredKeys: one.required ?? [] },
      );
    }
    if (type === 'object' && additionalProperties) {
      const values = valuesOf(additionalProperties, path);
      return fc.dictionary(textsOf({}), values, { maxKeys: MOST });
    }
    if (type === 'array' && items) {
      return fc.array(valuesOf(items, path), { maxLength: MOST });
    }
    switch (type) {
      case 'string':
        return textsOf(one);
      case 'number':
        return fc.oneof(
          fc.nat({ max: 9 }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        );
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        throw new Error(`No values for ${path}: ${JSON.stringify(one)}`);
    }
  }
}

function textsOf({ pattern, minLength = 0 }: Shape): fc.Arbitrary<string> {
  const fitting = WORDS.filter(
    word =>
      word.length >= minLength &&
      (pattern === undefined || new RegExp(pattern, 'u').test(word)),
  );
  const words = fc.constantFrom(...fitting);
  return pattern === undefined
    ? fc.oneof(
        { arbitrary: words, weight: 9 },
        { arbitrary: fc.string({ minLength, maxLength: 40 }), weight: 1 },
      )
    : words;
}
