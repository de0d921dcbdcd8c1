import type { JsonObject, JsonValue } from '@backstage/types';
import { asNumber, asText, at, isObject } from '../kubernetes/json';
import { formSchema } from './schema';
import { humanise } from './humanise';
import { SPEC_FIELD } from './keywords';

/** One page of a Template's parameters. @public */
export type FormPage = JsonObject & { title: string };

/**
 * Keyword of a page's `spec`: the Promise that it is for, which the form looks at before
 * it goes on.
 *
 * @public
 */
export const PROMISE_KEYWORD = 'ui:skePromise';

/** Draws alternatives, too; the scaffolder would draw a choice of them beside it. */
const WHOLE_FIELD = {
  'ui:field': SPEC_FIELD,
  'ui:fieldReplacesAnyOrOneOf': true,
};

/** More pages than this are a burden: what is optional shares the last one. */
const MOST_PAGES = 8;

/** Rules about the whole of a spec; a page that has only a part cannot keep them. */
const OF_THE_WHOLE = [
  'minProperties',
  'maxProperties',
  'x-kubernetes-validations',
];

/**
 * The pages for a spec: one per top-level property, what is required first, or a
 * single page "Specification". A spec without fields gives no page.
 *
 * @public
 */
export function specPages(
  specSchema: JsonObject,
  options: { singleSpecPage?: boolean } = {},
): FormPage[] {
  const spec = formSchema(specSchema);
  const properties = isObject(spec.properties) ? spec.properties : {};
  const names = Object.keys(properties);
  if (names.length === 0) {
    return hasOtherFields(spec) ? [page('Specification', spec)] : [];
  }
  const hint = (name: string, key: string) =>
    at(properties, name, 'ui:options', key);
  const composed = ['oneOf', 'anyOf', 'allOf', 'not', 'additionalProperties'];
  if (
    options.singleSpecPage ||
    names.length === 1 ||
    composed.some(key => key in spec) ||
    names.some(name => hint(name, 'group') !== undefined)
  ) {
    return [page('Specification', spec)];
  }
  const required = Array.isArray(spec.required) ? spec.required : [];
  // The API server sorts properties by name; what must be given comes first.
  const requiredRank = (name: string) => (required.includes(name) ? 0 : 1);
  const order = (name: string) => asNumber(hint(name, 'order')) ?? Infinity;
  const compare = (a: number, b: number) => Number(a > b) - Number(a < b);
  const sorted = [...names].sort(
    (a, b) => compare(order(a), order(b)) || requiredRank(a) - requiredRank(b),
  );
  // What is not drawn has no page of its own.
  const isHidden = (name: string) =>
    at(properties, name, 'ui:widget') === 'hidden';
  const inOrder = sorted.filter(name => !isHidden(name));
  if (inOrder.length === 0) return [page('Specification', spec)];
  const alone =
    inOrder.length > MOST_PAGES ? inOrder.slice(0, MOST_PAGES - 1) : inOrder;
  const together = inOrder.slice(alone.length);
  const parts = [
    ...alone.map(name => ({
      title:
        asText(at(properties, name, 'ui:title')) ??
        asText(at(properties, name, 'title')) ??
        humanise(name),
      fields: [name],
    })),
    ...(together.length > 0
      ? [{ title: 'More options', fields: together }]
      : []),
  ];
  parts[parts.length - 1].fields.push(...sorted.filter(isHidden));
  return parts.map(({ title, fields }, index) =>
    page(title, part(spec, fields, index === parts.length - 1)),
  );
}

/**
 * The page for what an API has beside its spec, such as `data`; none for the many
 * that have nothing.
 *
 * @param fields - schemas by name
 * @public
 */
export function otherFieldsPage(
  fields: Record<string, JsonObject>,
): FormPage | undefined {
  const properties = Object.entries(fields).map(([name, schema]) => {
    const converted = formSchema(schema);
    const title = asText(converted.title) ?? humanise(name);
    return [name, { ...WHOLE_FIELD, ...converted, title }] as const;
  });
  if (properties.length === 0) return undefined;
  return {
    title: 'Other fields',
    type: 'object',
    properties: Object.fromEntries(properties),
  };
}

/** A page for a spec that knows its Promise, see {@link PROMISE_KEYWORD}. */
export function withPromise(
  { properties, ...others }: FormPage,
  promise: string,
): FormPage {
  const spec = at(properties, 'spec');
  return {
    ...others,
    properties: {
      ...(isObject(properties) ? properties : {}),
      ...(isObject(spec)
        ? { spec: { ...spec, [PROMISE_KEYWORD]: promise } }
        : {}),
    },
  };
}

/** A map, a list or something free-form: fields that nobody has named. */
const hasOtherFields = (spec: JsonObject) =>
  spec['ui:field'] !== undefined ||
  isObject(spec.additionalProperties) ||
  isObject(spec.items);

/** A spec with some of its properties; rules about all of it at the end. */
function part(spec: JsonObject, names: string[], last: boolean): JsonObject {
  const { properties, required, ...others } = spec;
  const keptEntries = Object.entries(others).filter(
    ([key]) => last || !OF_THE_WHOLE.includes(key),
  );
  const requiredNames = names.filter(
    name => Array.isArray(required) && required.includes(name),
  );
  return {
    ...(Object.fromEntries(keptEntries) as JsonObject),
    properties: Object.fromEntries(
      names.map(name => [name, (properties as JsonObject)[name] as JsonValue]),
    ),
    ...(requiredNames.length > 0 ? { required: requiredNames } : {}),
  };
}

function page(title: string, spec: JsonObject): FormPage {
  return {
    title,
    type: 'object',
    ...(Array.isArray(spec.required) && spec.required.length > 0
      ? { required: ['spec'] }
      : {}),
    properties: {
      spec: {
        ...WHOLE_FIELD,
        'ui:backstage': { review: { name: 'Specification', explode: false } },
        ...spec,
        title: '',
      },
    },
  };
}
