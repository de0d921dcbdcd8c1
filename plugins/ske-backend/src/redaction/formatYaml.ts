import type { JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import {
  Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Pair,
  Scalar,
  stringify,
  visit,
  YAMLMap,
  YAMLSeq,
  type Document,
  type Node,
  type ScalarTag,
} from 'yaml';
import { maskText } from './maskText';

/** How a number, a boolean or a null is written in a file: `1.10`, `0o17`, `~`. */
class Source {
  constructor(readonly text: string) {}
}

/** Writes a {@link Source} as it is. */
const SOURCE_TAG: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  // Otherwise the tag would be written before it.
  default: true,
  identify: value => value instanceof Source,
  resolve: text => text,
  stringify: ({ value }) => (value instanceof Source ? value.text : ''),
};

/** What is looked up while a value is written. */
interface Writing {
  /** By the alias that stands for it in the file. */
  anchored: Map<unknown, Node>;
  /** Lists and maps, by their values: one that comes again is written as an alias. */
  collections: Map<unknown, YAMLMap | YAMLSeq>;
  anchors: number;
  secrets: string[];
}

/**
 * A value of a document without its secrets, as YAML. What is not redacted is written as
 * it is in the document: `1.10` does not become `1.1`, and quotes stay. Everything else
 * is the value's alone: comments, names of anchors and tags may hold secrets.
 *
 * @param value - what the document holds, redacted
 * @param document - read without errors
 * @param secrets - those that are known
 */
export function formatYaml(
  value: JsonValue,
  document: Document.Parsed,
  secrets: string[],
): string {
  const writing: Writing = {
    anchored: anchoredNodes(document),
    collections: new Map(),
    anchors: 0,
    secrets,
  };
  return stringify(withSources(value, document.contents, '', writing), {
    // A line that is folded, or a text over several lines, would cut a secret in two.
    lineWidth: 0,
    doubleQuotedAsJSON: true,
    customTags: [SOURCE_TAG],
  });
}

/** The node that each alias stands for: the last one before it that has its anchor. */
function anchoredNodes(document: Document.Parsed): Map<unknown, Node> {
  const byAnchor = new Map<string, Node>();
  const byAlias = new Map<unknown, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const anchored = byAnchor.get(node.source);
        if (anchored) byAlias.set(node, anchored);
      } else if (node.anchor) byAnchor.set(node.anchor, node);
    },
  });
  return byAlias;
}

/**
 * @param nodeOrAlias - what stands for the value in the file, if anything does
 * @param name - of the field
 */
function withSources(
  value: JsonValue | undefined,
  nodeOrAlias: unknown,
  name: string,
  writing: Writing,
): unknown {
  const written = writing.collections.get(value);
  if (written) {
    written.anchor ??= `a${(writing.anchors += 1)}`;
    return new Alias(written.anchor);
  }
  const node = isAlias(nodeOrAlias)
    ? writing.anchored.get(nodeOrAlias)
    : nodeOrAlias;
  if (Array.isArray(value)) {
    const nodes = isSeq(node) ? node.items : [];
    const list = new YAMLSeq();
    writing.collections.set(value, list);
    list.items = value.map((item, index) =>
      withSources(item, nodes[index], name, writing),
    );
    return list;
  }
  if (isObject(value) && isMap(node)) {
    // Of a key that is there twice the last one counts, as in the value.
    const pairs = new Map(node.items.map(pair => [nameOf(pair.key), pair]));
    const map = new YAMLMap();
    writing.collections.set(value, map);
    map.items = Object.entries(value).map(([key, item]) => {
      const pair = pairs.get(key);
      return new Pair(
        keyOf(pair?.key, key, writing.secrets),
        withSources(item, pair?.value, key, writing),
      );
    });
    return map;
  }
  // What only YAML 1.1 has, such as a time, is written by the library.
  if (typeof value === 'object' && value !== null) return value;
  return scalarOf(value, node, `${name}: ${value}`, writing.secrets);
}

/** A key as `toJS` has it; that of a list or a map is written by the library. */
const nameOf = (key: unknown) =>
  isScalar(key) ? String(key.value ?? '') : undefined;

const keyOf = (node: unknown, name: string, secrets: string[]) =>
  scalarOf(isScalar(node) ? node.value ?? name : name, node, name, secrets);

/** @param text - what quotes must not hide from a search for secrets */
function scalarOf(
  value: unknown,
  node: unknown,
  text: string,
  secrets: string[],
): Scalar {
  const scalar = new Scalar<unknown>(value);
  if (!isScalar(node) || node.tag || !Object.is(node.value, value)) {
    return scalar;
  }
  if (typeof value !== 'string') {
    scalar.value = new Source(node.source ?? '');
  } else if (
    (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) &&
    // Several lines are compared one by one.
    !value.includes('\n') &&
    maskText(text, secrets) === text
  ) {
    scalar.type = node.type;
  }
  return scalar;
}
