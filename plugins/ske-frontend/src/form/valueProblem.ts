import type { JsonObject } from '@backstage/types';
import {
  at,
  FORMAT_KEYWORD,
  humanise,
  isObject,
  SHORT_PATTERN_KEYWORD,
} from '@syntasso/plugin-ske-common';
import type { MessageKey } from '../translations/useT';
import { branchesOf, titleOf } from './fieldSchema';
import type { SchemaError } from './schemaKeywords';
import type { Path } from './values';

/** What is wrong with a value, and where; to be said in the reader's language. */
export interface ValueProblem {
  path: Path;
  key: MessageKey;
  values: Record<string, string>;
}

/** What an error of a schema means to whoever fills in the form. */
export function toProblem(error: SchemaError): ValueProblem {
  const { path, keyword, detail, schema: parent, value: data } = error;
  if (keyword === 'required') {
    const name = String(detail);
    return {
      path: [...path, name],
      key: 'field.required',
      values: { title: titleWithin(parent, name) },
    };
  }
  const problem = (key: MessageKey, values: Record<string, unknown> = {}) => ({
    path,
    key,
    values: Object.fromEntries(
      Object.entries({ title: titleAt(parent, path), ...values }).map(
        ([name, value]) => [name, String(value)],
      ),
    ),
  });
  if (data === undefined || data === null) return problem('field.empty');
  switch (keyword) {
    case 'type':
      return problem('field.type', { type: listOf(detail) });
    case 'enum':
    case 'const':
      return problem('field.enum', {
        values: listOf(detail),
      });
    case 'pattern':
    case SHORT_PATTERN_KEYWORD:
      return problem('field.pattern', { pattern: detail });
    case FORMAT_KEYWORD:
      return problemOfFormat(String(detail), problem);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return problem(`field.${keyword}`, { limit: detail });
    case 'multipleOf':
      return problem('field.multipleOf', { limit: detail });
    case 'uniqueItems':
    case 'x-kubernetes-list-type':
      return problem('field.unique');
    case 'additionalProperties':
      return problem('field.unknown', { name: detail });
    case 'oneOf':
    case 'anyOf':
      return alternatives(parent, keyword, problem);
    default:
      return problem('field.rule');
  }
}

/** How the formats that people meet are written. */
const EXAMPLES: Record<string, string> = {
  date: '2026-11-25',
  'date-time': '2026-11-25T08:30:00Z',
  duration: '1h30m',
  email: 'anna@example.org',
  hostname: 'shop.example.org',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  cidr: '192.0.2.0/24',
  uri: 'https://example.org',
  uuid: '7d444840-9dc0-11d1-b245-5ffdce74fad2',
  byte: 'aGVsbG8=',
};

function problemOfFormat(
  format: string,
  problem: (key: MessageKey, values?: Record<string, unknown>) => ValueProblem,
): ValueProblem {
  const example = Object.hasOwn(EXAMPLES, format)
    ? EXAMPLES[format]
    : undefined;
  return example
    ? problem('field.formatExample', { format, example })
    : problem('field.format', { format });
}

/** "Give exactly one of A, B" where the alternatives only ask for fields. */
function alternatives(
  parent: JsonObject,
  keyword: 'oneOf' | 'anyOf',
  problem: (key: MessageKey, values?: Record<string, unknown>) => ValueProblem,
): ValueProblem {
  if (parent['x-kubernetes-int-or-string'] === true) {
    return problem('field.numberOrText');
  }
  const requiredNames = branchesOf(parent).map(({ required }) =>
    Array.isArray(required) ? required.map(String) : [],
  );
  if (requiredNames.some(names => names.length === 0))
    return problem('field.rule');
  const fields = requiredNames
    .map(names => names.map(name => titleWithin(parent, name)).join(' + '))
    .join(', ');
  return problem(
    keyword === 'oneOf' ? 'field.exactlyOne' : 'field.atLeastOne',
    {
      fields,
    },
  );
}

function titleWithin(parent: JsonObject, name: string): string {
  const child = at(parent, 'properties', name);
  return isObject(child) ? titleOf(child, name) : humanise(name);
}

const titleAt = (schema: JsonObject, path: Path) => {
  const name = path.at(-1) ?? '';
  return /^\d+$/.test(name) ? `#${Number(name) + 1}` : titleOf(schema, name);
};

const listOf = (values: unknown) =>
  (Array.isArray(values) ? values : [values]).join(', ');
