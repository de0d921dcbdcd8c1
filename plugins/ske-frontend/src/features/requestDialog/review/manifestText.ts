import type { JsonObject, JsonValue } from '@backstage/types';
import {
  isObject,
  maskStoredSecretMarks,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { choiceLabel } from '../../../form/choiceLabel';
import { schemaUnder } from '../../../form/values';
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';

/** What decides how a manifest is written. */
interface TextOptions {
  /** In whose order. */
  order?: Manifest;
  /** Manifests with values that somebody has given. */
  given?: Manifest[];
  /** What is said of the others, such as `default`. */
  remark?: string;
  /** Of the form: what it calls a value is said beside it. */
  schema?: JsonObject;
}

/**
 * A manifest as it is reviewed: only what a person asks for, in the order in
 * which they did, with a remark at each value that nobody has given.
 */
export function manifestText(
  manifest: Manifest,
  { order, given = [], remark = '', schema }: TextOptions = {},
): string {
  const {
    apiVersion,
    kind,
    metadata,
    status: _,
    ...content
  } = maskStoredSecretMarks(manifest);
  const { name, namespace } = metadata;
  const document = new Document({
    apiVersion,
    kind,
    metadata: { name, namespace },
    ...(ordered(content, order) as JsonObject),
  });
  if (given.length > 0) {
    for (const part of Object.keys(content)) {
      const node = document.get(part, true) as Node;
      remarkUpon(
        node,
        given.map(givenManifest => givenManifest[part]),
        ` ${remark}`,
      );
    }
  }
  labelChoices(document.contents, schema);
  return document.toString({ lineWidth: 0 });
}

/** The same value with its keys in the order of another. */
function ordered(value: unknown, like: unknown): unknown {
  if (Array.isArray(value)) {
    const items = Array.isArray(like) ? like : [];
    return value.map((item, index) => ordered(item, items[index]));
  }
  if (!isObject(value)) return value;
  const likeObject: JsonObject = isObject(like) ? (like as JsonObject) : {};
  const first = Object.keys(likeObject).filter(key =>
    Object.hasOwn(value, key),
  );
  const rest = Object.keys(value).filter(
    key => !Object.hasOwn(likeObject, key),
  );
  return Object.fromEntries(
    [...first, ...rest].map(key => [key, ordered(value[key], likeObject[key])]),
  );
}

/** Remarks upon each value that none of the others has. */
function remarkUpon(node: unknown, others: unknown[], remark: string) {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const otherValues = others
        .filter(isObject)
        .filter(other => other[name] !== undefined)
        .map(other => other[name]);
      if (otherValues.length > 0) remarkUpon(value, otherValues, remark);
      else remarkAll(value, remark);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => {
      const otherItems = others
        .filter(Array.isArray)
        .filter(other => index < other.length)
        .map(other => other[index] as unknown);
      if (otherItems.length > 0) remarkUpon(item, otherItems, remark);
      else remarkAll(item, remark);
    });
  }
}

function remarkAll(node: unknown, remark: string) {
  if (isMap(node) && node.items.length > 0) {
    node.items.forEach(({ value }) => remarkAll(value, remark));
  } else if (isSeq(node) && node.items.length > 0) {
    node.items.forEach(item => remarkAll(item, remark));
  } else if (isScalar(node)) {
    node.comment = remark;
  }
}

/** Says beside each value that the form has a label for what that is. */
function labelChoices(node: unknown, schema: JsonObject | undefined) {
  if (!schema) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      labelChoices(value, schemaUnder(schema, name));
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) =>
      labelChoices(item, schemaUnder(schema, String(index))),
    );
  } else if (isScalar(node)) {
    const label = choiceLabel(schema, node.value as JsonValue);
    if (label === undefined) return;
    // A remark that is there already begins with a space, as YAML writes it.
    node.comment = node.comment ? `${node.comment}: ${label}` : ` ${label}`;
  }
}
