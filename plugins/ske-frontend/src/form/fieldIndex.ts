import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { kindOf, propertiesOf, titleOf } from './fieldSchema';
import { summaryOf } from './summary';
import { schemaUnder, valueAt, type Path } from './values';

/** A field that can be looked for. */
export interface FoundField {
  path: Path;
  /** Where it is, in words: "Storage › Size". */
  title: string;
  /** What it is found by, in lower case. */
  searchText: string;
}

/** A schema with more is rather a language; what is near the top is found. */
const MOST = 5_000;

const fieldsBySchema = new WeakMap<JsonObject, FoundField[]>();

/**
 * The fields of a schema, those near the top first; made once for each schema.
 * What is in lists and maps has no place before it is added: a list or a map is
 * found by the names of what may be in it.
 */
export function fieldsIn(schema: JsonObject): FoundField[] {
  const cachedFields = fieldsBySchema.get(schema);
  if (cachedFields) return cachedFields;
  const fields: FoundField[] = [];
  let level: { schema: JsonObject; path: string[]; titles: string[] }[] = [
    { schema, path: [], titles: [] },
  ];
  while (level.length > 0 && fields.length < MOST) {
    const next: typeof level = [];
    for (const node of level) {
      for (const { name, schema: child, title } of propertiesOf(node.schema)) {
        const kind = kindOf(child);
        if (kind === 'hidden') continue;
        const path = [...node.path, name];
        const titles = [...node.titles, title];
        fields.push({
          path,
          title: titles.join(' › '),
          searchText: [...titles, path.join('.'), ...namesInside(child)]
            .join(' ')
            .toLowerCase(),
        });
        if (kind === 'object') next.push({ schema: child, path, titles });
      }
    }
    level = next;
  }
  fieldsBySchema.set(schema, fields);
  return fields;
}

/**
 * Where a value is, in words, as fields of the spec are: "Users › #2 › Password".
 *
 * @param values - with them, items of lists have names: "Users › anna › Password"
 */
export function describePath(
  schema: JsonObject,
  path: Path,
  values?: JsonObject,
): string {
  const titles: string[] = [];
  let node: JsonObject | undefined = schema;
  let value: JsonValue | undefined = values;
  for (const key of path) {
    const child: JsonObject | undefined = node && schemaUnder(node, key);
    value = valueAt(value, [key]);
    if (isObject(node?.items)) {
      const keys: JsonValue | undefined = node['x-kubernetes-list-map-keys'];
      titles.push(summaryOf(value, keys) ?? `#${Number(key) + 1}`);
    } else {
      titles.push(titleOf(child ?? {}, key));
    }
    node = child;
  }
  return titles.slice(path[0] === 'spec' ? 1 : 0).join(' › ');
}

/** Names of the fields in the items of a list or the values of a map. */
function namesInside(schema: JsonObject): string[] {
  const inner = [schema.items, schema.additionalProperties].filter(isObject);
  return inner.flatMap(childSchema => [
    ...propertiesOf(childSchema).map(({ title }) => title),
    ...namesInside(childSchema),
  ]);
}

/** How many values there are, each of a list or a map counted. */
export function countGiven(value: JsonValue | undefined): number {
  if (value === undefined) return 0;
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item) => sum + countGiven(item), 0);
  }
  if (!isObject(value)) return 1;
  return Object.values(value).reduce(
    (sum: number, item) => sum + countGiven(item),
    0,
  );
}
