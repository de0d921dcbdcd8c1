import type { JsonObject, JsonValue } from '@backstage/types';
import {
  celType,
  isCelList,
  isCelMap,
  isCelType,
  isCelUint,
  type CelList,
  type CelMap,
  type CelValue,
} from '@bufbuild/cel';
import { quantityOf } from './quantity';

const partial = new WeakSet<CelMap>();
const sets = new WeakSet<CelList>();
const keyed = new WeakMap<CelList, JsonValue[]>();

/** Notes that an object has more in it than rules can see. */
export function markPartial(object: CelMap) {
  partial.add(object);
}

/** Notes what the schema of a list says of the order of its items. */
export function markOrder(list: CelList, schema: JsonObject) {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  if (listType === 'set') sets.add(list);
  if (listType === 'map') keyed.set(list, Array.isArray(keys) ? keys : []);
}

/** Whether the server compares and adds this list without regard to order. */
export const isUnordered = (value: CelValue | undefined): boolean =>
  isCelList(value) && (sets.has(value) || keyed.has(value));

/**
 * Whether two values are the same to the server.
 *
 * @throws Error when that cannot be told
 */
export function sameValue(one: CelValue, other: CelValue): boolean {
  if (isNumber(one) && isNumber(other)) {
    return typeof one === typeof other
      ? one === other
      : Number(one) === Number(other);
  }
  if (isCelList(one) && isCelList(other)) return sameLists(one, other);
  if (isCelMap(one) && isCelMap(other)) return sameMaps(one, other);
  if (isCelType(one) && isCelType(other)) {
    return one.name === other.name;
  }
  if (isCelUint(one) || isCelUint(other)) throw new Error('uint');
  const type = celType(one).name;
  if (type !== celType(other).name) return false;
  switch (type) {
    case 'string':
    case 'bool':
    case 'null_type':
      return one === other;
    case 'bytes':
      return String(one) === String(other);
    case 'google.protobuf.Timestamp':
    case 'google.protobuf.Duration':
      return moment(one) === moment(other);
    default:
      throw new Error(`cannot compare ${type}`);
  }
}

const isNumber = (value: CelValue): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** A timestamp or a duration in nanoseconds. */
export function moment(value: CelValue): bigint {
  const { message } = value as unknown as {
    message: { seconds: bigint; nanos: number };
  };
  return message.seconds * 1_000_000_000n + BigInt(message.nanos);
}

function sameLists(one: CelList, other: CelList): boolean {
  if (one.size !== other.size) return false;
  const keys = keyed.get(one);
  if (keys) return sameByKeys([...one], [...other], keys);
  if (sets.has(one)) {
    const items = new Set(one);
    if (![...items, ...other].every(hasPlainForm)) throw new Error('not plain');
    return [...other].every(item => items.has(item));
  }
  return sameInAll(
    [...one].map((item, index) => () => sameValue(item, other.get(index)!)),
  );
}

function sameByKeys(
  items: CelValue[],
  otherItems: CelValue[],
  keys: JsonValue[],
): boolean {
  const identity = (item: CelValue) =>
    keys.map(key => {
      const value = isCelMap(item) ? item.get(String(key)) : undefined;
      if (value === undefined || !hasPlainForm(value))
        throw new Error('no key');
      return `${typeof value} ${value}`;
    });
  const byKeys = new Map(items.map(item => [String(identity(item)), item]));
  if (byKeys.size < items.length || keys.length !== 1) throw new Error('keys');
  return sameInAll(
    otherItems.map(item => () => {
      const ownItem = byKeys.get(String(identity(item)));
      return ownItem !== undefined && sameValue(ownItem, item);
    }),
  );
}

/** Whether the server tells it from others as it is written in JSON. */
const hasPlainForm = (value: CelValue) =>
  ['string', 'bigint', 'boolean'].includes(typeof value);

function sameMaps(one: CelMap, other: CelMap): boolean {
  const quantities = [quantityOf(one), quantityOf(other)];
  if (quantities.some(quantity => quantity !== undefined)) {
    return quantities[0] === quantities[1];
  }
  const areComplete = !partial.has(one) && !partial.has(other);
  if (areComplete && one.size !== other.size) return false;
  const keys = [...one.keys()] as string[];
  const isSame = sameInAll(
    keys.map(key => () => {
      const otherValue = other.get(key);
      return otherValue !== undefined && sameValue(one.get(key)!, otherValue);
    }),
  );
  if (isSame && !areComplete)
    throw new Error('they differ perhaps in what is hidden');
  return isSame;
}

/** One difference suffices, also beside what cannot be compared. */
function sameInAll(parts: (() => boolean)[]): boolean {
  let doubt: unknown;
  for (const part of parts) {
    try {
      if (!part()) return false;
    } catch (error) {
      doubt = error;
    }
  }
  if (doubt) throw doubt;
  return true;
}
