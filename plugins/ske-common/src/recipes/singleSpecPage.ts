import type { JsonObject, JsonValue } from '@backstage/types';
import { at, isObject } from '../kubernetes/json';

/**
 * A Template whose `spec` is asked for on one page, which stands where the first of them
 * was. One that asks for no spec stays as it is.
 */
export function withSingleSpecPage(template: JsonObject): JsonObject {
  const spec: JsonObject = isObject(template.spec) ? template.spec : {};
  const pages: JsonValue[] = Array.isArray(spec.parameters)
    ? spec.parameters
    : [];
  const specPages = pages.filter(page => specOf(page) !== undefined);
  if (specPages.length === 0) return template;
  const parameters = pages.flatMap(page => {
    if (page === specPages[0]) return [joinPages(specPages)];
    return specPages.includes(page) ? [] : [page];
  });
  return { ...template, spec: { ...spec, parameters } };
}

function joinPages(pages: JsonValue[]): JsonObject {
  const specs = pages.flatMap(page => specOf(page) ?? []);
  const required = specs.flatMap(requiredOf);
  const joined: JsonObject = {
    // Rules about the whole of a spec are on its last page.
    ...joinObjects(specs),
    ...(specs.some(spec => isObject(spec.properties))
      ? { properties: joinObjects(specs.map(propertiesOf)) }
      : {}),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
  const isRequired = pages.some(page => requiredOf(page).includes('spec'));
  return {
    ...joinObjects(pages.filter(isObject)),
    title: 'Specification',
    ...(isRequired ? { required: ['spec'] } : {}),
    properties: { spec: joined },
  };
}

/** What a page asks of the spec. */
function specOf(page: JsonValue): JsonObject | undefined {
  const spec = at(page, 'properties', 'spec');
  return isObject(spec) ? spec : undefined;
}

function requiredOf(schema: JsonValue): JsonValue[] {
  const required = at(schema, 'required');
  return Array.isArray(required) ? required : [];
}

const propertiesOf = ({ properties }: JsonObject): JsonObject =>
  isObject(properties) ? properties : {};

const joinObjects = (objects: JsonObject[]): JsonObject =>
  objects.reduce<JsonObject>((all, one) => ({ ...all, ...one }), {});
