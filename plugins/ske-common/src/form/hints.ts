import type { JsonValue } from '@backstage/types';
import { z } from 'zod';
import { isObject } from '../kubernetes/json';
import { DNS_SUBDOMAIN } from '../kubernetes/nameSchemas';
import { readFieldPath } from './fieldPath';

const text = (what: string) =>
  z
    .string('must be a text; put it in quotes')
    .min(1, 'must not be empty')
    .optional()
    .describe(what);

const yesOrNo = (what: string) =>
  z.boolean('must be true or false').optional().describe(what);

/** An object that has these keys and no others. */
const strict = <T extends z.ZodRawShape>(shape: T, example: string) =>
  z.strictObject(shape, {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `has ${quoted(keys)}, which means nothing here; known are ${listed(
            Object.keys(shape),
          )}`
        : `must be a map, such as ${example}`,
  });

/** Deeper values than this are in no field that a form draws. */
const DEEPEST = 20;

const json = z.custom<JsonValue>(
  value => isJson(value, DEEPEST),
  'must be a JSON value',
);

const showIf = strict(
  {
    field: z
      .string('must be the path of a field, such as spec.size')
      .refine(
        path => readFieldPath(path) !== undefined,
        'must be the path of a field, such as spec.size',
      )
      .describe('path of the other field'),
    equals: json.optional().describe('the value that it must have'),
    in: z
      .array(json, 'must be a list of values')
      .min(1, 'must have at least one value')
      .optional()
      .describe('the values of which it must have one'),
    present: yesOrNo('whether it must have a value, or must have none'),
  },
  '{ field: spec.size, equals: small }',
).refine(
  ({ equals, in: among, present }) =>
    [equals, among, present].filter(condition => condition !== undefined)
      .length === 1,
  'must have exactly one of equals, in and present',
);

const filter = z
  .record(
    z.string(),
    z.union(
      [z.string(), z.array(z.string())],
      'must be a text or a list of texts',
    ),
    { error: 'must be a map, such as { kind: System }' },
  )
  .optional()
  .describe("as in the catalog's own filters: all of the keys must match");

const sources = [
  'namespaces',
  'resources',
  'destinations',
  'entities',
  'owners',
  'repositories',
] as const;

const only = <From extends (typeof sources)[number]>(from: From) =>
  strict({ from: z.literal(from) }, `{ from: ${from} }`);

const options = z.discriminatedUnion(
  'from',
  [
    only('namespaces').describe('the namespaces of the platform'),
    strict(
      {
        from: z.literal('resources'),
        promise: z
          .string('must be the name of a Promise')
          .regex(DNS_SUBDOMAIN, 'must be the name of a Promise')
          .describe('name of the Promise that they were requested from'),
        value: z
          .enum(
            ['name', 'namespace/name'],
            'must be name (the default) or namespace/name',
          )
          .optional()
          .describe('what the field gets; default: name'),
      },
      '{ from: resources, promise: redis }',
    ).describe('what was requested from a Promise'),
    only('destinations').describe("the platform's Destinations"),
    strict(
      { from: z.literal('entities'), filter },
      '{ from: entities, filter: { kind: System } }',
    ).describe('entities of the catalog, by their references'),
    only('owners').describe('groups and users of the catalog'),
    strict(
      {
        from: z.literal('repositories'),
        host: text('the only host to choose from, such as github.com'),
      },
      '{ from: repositories, host: github.com }',
    ).describe('a repository on one of the hosts that Backstage knows'),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union'
        ? `must be one of ${listed(sources)}`
        : 'must be a map, such as { from: namespaces }',
  },
);

/** What a field is drawn with, where its schema does not say it well. */
const widgets = [
  'text',
  'textarea',
  'radio',
  'select',
  'password',
  'yaml',
] as const;

/**
 * What a platform team may say about how a field of the request form looks. It
 * changes nothing about what may be requested.
 *
 * @public
 */
export const formHintsSchema = strict(
  {
    title: text('label of the field'),
    description: text(
      'what stands below the label, in place of what the API says',
    ),
    order: z
      .number('must be a number')
      .optional()
      .describe('lower numbers first; fields without come after them'),
    widget: z
      .enum(widgets, `must be one of ${listed(widgets)}`)
      .optional()
      .describe('what the field is drawn with; password makes it a secret'),
    placeholder: text('example that is shown while the field is empty'),
    group: text(
      'heading that the field stands under, with others of that group',
    ),
    advanced: yesOrNo('whether it is folded away until somebody asks for it'),
    hidden: yesOrNo('whether it is not in the form at all'),
    showIf: showIf
      .optional()
      .describe('shows the field only while another one has some value'),
    unit: text('what is counted, shown beside the field, such as GiB'),
    options: options
      .optional()
      .describe('where values to choose from are found'),
    unique: yesOrNo(
      'whether each Resource has a value of its own, which another one does not begin with',
    ),
  },
  '{ title: How big, order: 1 }',
);

/** See {@link formHintsSchema}. @public */
export type FormHints = z.infer<typeof formHintsSchema>;

/**
 * The hints in a value that are right.
 *
 * @returns also texts about what is wrong with the others
 */
export function hintsIn(value: unknown): { hints: FormHints; wrong: string[] } {
  const result = formHintsSchema.safeParse(value);
  if (result.success) return { hints: result.data, wrong: [] };
  // One reason for each hint is enough.
  const issues = result.error.issues.filter(
    ({ path: [hint] }, index, all) =>
      all.findIndex(other => other.path[0] === hint) === index,
  );
  const badKeys = new Set(
    issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? issue.keys
        : [String(issue.path[0])],
    ),
  );
  const rest = formHintsSchema.safeParse(
    Object.fromEntries(
      Object.entries(isObject(value) ? value : {}).filter(
        ([key]) => !badKeys.has(key),
      ),
    ),
  );
  return {
    hints: rest.success ? rest.data : {},
    wrong: issues.map(({ path, message }) =>
      path.length > 0 ? `${path.join('.')} ${message}` : message,
    ),
  };
}

function isJson(value: unknown, depth: number): boolean {
  if (depth === 0) return false;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) {
    return ['string', 'boolean'].includes(typeof value) || value === null;
  }
  return Object.values(value).every(item => isJson(item, depth - 1));
}

const quoted = (keys: readonly string[]) =>
  listed(keys.map(key => JSON.stringify(key.slice(0, 40))));

function listed(words: readonly string[]) {
  return words.join(', ');
}
