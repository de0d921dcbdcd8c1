import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject, SPEC_FIELD } from '@syntasso/plugin-ske-common';
import { propertiesOf } from '../../../form/fieldSchema';

/** A part of the form, under a heading. */
export type Section =
  | {
      /** Fields that stand beside the spec, such as the name. */
      kind: 'fields';
      title: string;
      schema: JsonObject;
    }
  | {
      /** The spec, all pages of it together. */
      kind: 'spec';
      title: string;
      schema: JsonObject;
    }
  | {
      /** A page with conditions between its fields, which the scaffolder's form draws. */
      kind: 'page';
      title: string;
      schema: JsonObject;
    };

/** A Template's pages as one form. */
export interface FormSections {
  sections: Section[];
  /** Of all values of the form together. */
  schema: JsonObject;
  /** Of the spec; undefined for a form that asks for none. */
  spec: JsonObject | undefined;
  /** Names of what is asked for of the object itself: `spec`, seldom others. */
  parts: string[];
}

/** Conditions between fields; what they draw depends on what is filled in. */
const CONDITIONS = [
  'dependencies',
  'dependentSchemas',
  'if',
  'allOf',
  'anyOf',
  'oneOf',
];

/**
 * Puts the pages of a Template together. A page of parts of the spec is no
 * section of its own: its fields stand with the others of the spec.
 *
 * @param pages - schemas of the pages, with their `ui:` keys
 */
export function sectionsOf(pages: JsonObject[]): FormSections {
  const specs = pages
    .map(specOf)
    .filter((candidate): candidate is JsonObject => candidate !== undefined);
  const spec = specs.length > 0 ? merged(specs) : undefined;
  const sections: Section[] = [];
  const rests: JsonObject[] = [];
  for (const page of pages) {
    const title = typeof page.title === 'string' ? page.title : '';
    const rest = withoutSpec(page);
    if (propertiesOf(rest).length > 0) {
      rests.push(rest);
      const kind = CONDITIONS.some(key => key in rest) ? 'page' : 'fields';
      sections.push({ kind, title, schema: rest });
    }
    const isFirst = !sections.some(section => section.kind === 'spec');
    if (spec && isFirst && specOf(page)) {
      const sectionTitle = specs.length === 1 ? title : '';
      sections.push({ kind: 'spec', title: sectionTitle, schema: spec });
    }
  }
  const otherProperties = rests.flatMap(rest =>
    propertiesOf(rest).filter(
      property => property.schema['ui:field'] === SPEC_FIELD,
    ),
  );
  return {
    sections,
    spec,
    parts: ['spec', ...otherProperties.map(({ name }) => name)],
    schema: {
      type: 'object',
      properties: {
        ...Object.assign({}, ...rests.map(rest => rest.properties)),
        ...(spec ? { spec } : {}),
      },
      required: [
        ...rests.flatMap(rest => listOf(rest.required)),
        ...(spec ? ['spec'] : []),
      ],
      ...conditionsOf(rests),
    },
  };
}

function specOf(page: JsonObject): JsonObject | undefined {
  const { properties } = page;
  const spec = isObject(properties) ? properties.spec : undefined;
  return isObject(spec) ? spec : undefined;
}

function merged(specs: JsonObject[]): JsonObject {
  const {
    title: _,
    'ui:field': field,
    ...otherKeywords
  } = Object.assign({}, ...specs);
  if (specs.length === 1) {
    return {
      ...otherKeywords,
      ...(field && field !== SPEC_FIELD ? { 'ui:field': field } : {}),
    };
  }
  return {
    ...otherKeywords,
    properties: Object.assign({}, ...specs.map(spec => spec.properties)),
    required: specs.flatMap(spec => listOf(spec.required)),
  };
}

function withoutSpec(page: JsonObject): JsonObject {
  const { properties, required, title: _, ...others } = page;
  const { spec: __, ...rest } = isObject(properties) ? properties : {};
  return {
    ...others,
    properties: rest,
    required: listOf(required).filter(name => name !== 'spec'),
  };
}

function conditionsOf(rests: JsonObject[]): JsonObject {
  const conditions = rests.flatMap(rest => {
    const conditionEntries = Object.entries(rest).filter(([key]) =>
      CONDITIONS.includes(key),
    );
    return conditionEntries.length > 0
      ? [Object.fromEntries(conditionEntries) as JsonObject]
      : [];
  });
  return conditions.length > 0 ? { allOf: conditions } : {};
}

const listOf = (value: JsonValue | undefined): JsonValue[] =>
  Array.isArray(value) ? value : [];

/** What a Template fills in itself, beside the spec: its own parameters. */
export function templateDefaults(
  schema: JsonObject,
): Record<string, JsonValue> {
  return Object.fromEntries(
    propertiesOf(schema).flatMap(({ name, schema: child }) =>
      name !== 'spec' &&
      child['ui:field'] !== SPEC_FIELD &&
      child.default !== undefined
        ? [[name, child.default]]
        : [],
    ),
  ) as Record<string, JsonValue>;
}
