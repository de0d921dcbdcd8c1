import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import {
  choiceErrors,
  hasProperty,
  hasType,
  itemErrors,
  lengthErrors,
  matches,
  missingNames,
  numberErrors,
  sizeErrors,
  textErrors,
  type Found,
  type SchemaError,
} from './schemaKeywords';
import type { Path } from './values';

/**
 * All errors of a value, outer ones before those further in. Only reads the schema: what
 * makes a function of it, as ajv does, needs `unsafe-eval` in the page's content security
 * policy.
 *
 * Knows the keywords of Kubernetes and, of JSON Schema up to draft 7, what Templates have.
 * Keywords that it does not know, or that are malformed, give no error here: the server checks
 * again.
 */
export const findSchemaErrors = (
  schema: JsonObject,
  value: unknown,
): SchemaError[] => new SchemaWalk(schema).errorsAt(schema, value, []);

class SchemaWalk {
  readonly #root: JsonObject;
  /**
   * What references have found, by reference and path, then by value. Each is followed
   * once: a schema whose alternatives all refer back to it takes twice the time with each
   * level of the value otherwise.
   */
  readonly #foundByReference = new Map<string, Map<unknown, SchemaError[]>>();

  constructor(root: JsonObject) {
    this.#root = root;
  }

  errorsAt(
    schema: JsonValue | undefined,
    value: unknown,
    path: Path,
  ): SchemaError[] {
    if (schema === false) {
      return [{ path, keyword: 'false schema', schema: {}, value }];
    }
    if (!isObject(schema)) return [];
    const found = (keyword: string, detail?: unknown): SchemaError => ({
      ...{ path, keyword, detail, schema, value },
    });
    if (!hasType(schema, value)) return [found('type', schema.type)];
    return [
      ...this.#errorsOfReference(schema, value, path),
      ...choiceErrors(schema, value, found),
      ...this.#errorsOfCombinations(schema, value, path, found),
      ...(typeof value === 'number' ? numberErrors(schema, value, found) : []),
      ...(typeof value === 'string' ? textErrors(schema, value, found) : []),
      ...(Array.isArray(value)
        ? this.#errorsInList(schema, value, path, found)
        : []),
      ...(isObject(value)
        ? this.#errorsInObject(schema, value, path, found)
        : []),
    ];
  }

  #fits(schema: JsonValue | undefined, value: unknown, path: Path): boolean {
    return this.errorsAt(schema, value, path).length === 0;
  }

  /**
   * `#/definitions/name`; references to elsewhere are not followed, and others once for
   * each value, also circular ones.
   */
  #errorsOfReference(
    { $ref: reference }: JsonObject,
    value: unknown,
    path: Path,
  ): SchemaError[] {
    if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) return [];
    let target: JsonValue | undefined = this.#root;
    for (const part of reference.split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      target =
        isObject(target) && Object.hasOwn(target, name)
          ? target[name]
          : undefined;
    }
    const key = JSON.stringify([reference, ...path]);
    const foundByValue =
      this.#foundByReference.get(key) ?? new Map<unknown, SchemaError[]>();
    this.#foundByReference.set(key, foundByValue);
    const known = foundByValue.get(value);
    if (known) return known;
    // While it is followed: for references that go in a circle.
    foundByValue.set(value, []);
    // Several parts of the target may refer to the same, and have found the same errors.
    const errors = [...new Set(this.errorsAt(target, value, path))];
    foundByValue.set(value, errors);
    return errors;
  }

  /** Of alternatives it says only that none fits; the errors of each would confuse. */
  #errorsOfCombinations(
    schema: JsonObject,
    value: unknown,
    path: Path,
    found: Found,
  ): SchemaError[] {
    const { not, anyOf, oneOf, allOf } = schema;
    const fits = (one: JsonValue | undefined) => this.#fits(one, value, path);
    const branch =
      schema.if !== undefined && fits(schema.if) ? schema.then : schema.else;
    return [
      ...(not !== undefined && fits(not) ? [found('not')] : []),
      ...(Array.isArray(anyOf) && !anyOf.some(fits) ? [found('anyOf')] : []),
      ...(Array.isArray(oneOf) && oneOf.filter(fits).length !== 1
        ? [found('oneOf')]
        : []),
      ...(Array.isArray(allOf)
        ? allOf.flatMap(one => this.errorsAt(one, value, path))
        : []),
      ...(schema.if === undefined ? [] : this.errorsAt(branch, value, path)),
    ];
  }

  #errorsInList(
    schema: JsonObject,
    list: unknown[],
    path: Path,
    found: Found,
  ): SchemaError[] {
    const { items, additionalItems, contains } = schema;
    const schemaOf = (index: number) => {
      if (!Array.isArray(items)) return items;
      return index < items.length ? items[index] : additionalItems;
    };
    return [
      ...lengthErrors(schema, list, found),
      ...(contains !== undefined &&
      !list.some(item => this.#fits(contains, item, path))
        ? [found('contains')]
        : []),
      ...Array.from(list).flatMap((item, index) =>
        this.errorsAt(schemaOf(index), item, [...path, String(index)]),
      ),
      ...itemErrors(schema, list, found),
    ];
  }

  #errorsInObject(
    schema: JsonObject,
    object: JsonObject,
    path: Path,
    found: Found,
  ): SchemaError[] {
    const { additionalProperties, propertyNames } = schema;
    const properties = isObject(schema.properties) ? schema.properties : {};
    const patterns = Object.entries(
      isObject(schema.patternProperties) ? schema.patternProperties : {},
    );
    const matching = (name: string) =>
      patterns.filter(([pattern]) => matches(pattern, name));
    // A pattern that nobody here can read may mean any name.
    const isByPattern = (name: string) =>
      patterns.some(([pattern]) => matches(pattern, name) !== false);
    const names = Object.keys(object);
    const additional = names.filter(
      name => !Object.hasOwn(properties, name) && !isByPattern(name),
    );
    const within = (one: JsonValue | undefined, name: string) =>
      this.errorsAt(one, object[name], [...path, name]);
    return [
      ...sizeErrors(schema, names.length, found),
      ...missingNames(schema.required, object).map(name =>
        found('required', name),
      ),
      ...(propertyNames !== undefined &&
      !names.every(name => this.#fits(propertyNames, name, path))
        ? [found('propertyNames')]
        : []),
      ...additional.flatMap(name =>
        additionalProperties === false
          ? [found('additionalProperties', name)]
          : within(additionalProperties, name),
      ),
      ...this.#errorsOfDependencies(schema, object, path, found),
      ...Object.entries(properties).flatMap(([name, one]) =>
        hasProperty(object, name) ? within(one, name) : [],
      ),
      ...names.flatMap(name =>
        matching(name).flatMap(([, one]) => within(one, name)),
      ),
    ];
  }

  /** What a property requires beside it: other properties, or a schema. */
  #errorsOfDependencies(
    schema: JsonObject,
    object: JsonObject,
    path: Path,
    found: Found,
  ): SchemaError[] {
    return ['dependencies', 'dependentRequired', 'dependentSchemas'].flatMap(
      keyword => {
        const dependencies = schema[keyword];
        if (!isObject(dependencies)) return [];
        return Object.entries(dependencies).flatMap(([name, needed]) => {
          if (!hasProperty(object, name)) return [];
          return Array.isArray(needed)
            ? missingNames(needed, object).map(other =>
                found('required', other),
              )
            : this.errorsAt(needed, object, path);
        });
      },
    );
  }
}
