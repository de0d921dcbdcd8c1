import {
  celFunc,
  celMethod,
  CelScalar,
  celType,
  listType,
  mapType,
  type CelFunc,
  type CelList,
  type CelMap,
  type CelValue,
} from '@bufbuild/cel';
import { libraryFunctions } from './libraryFunctions';
import { parseQuantity, quantity, quantityOf } from './quantity';
import { moment, sameValue } from './sameValue';

const { BOOL, DYN, INT, STRING } = CelScalar;
const LIST = listType(DYN);
const MAP = mapType(DYN, DYN);

const equality = [
  celFunc('_==_', [DYN, DYN], BOOL, sameValue),
  celFunc('_!=_', [DYN, DYN], BOOL, (one, other) => !sameValue(one, other)),
  celFunc('@in', [DYN, LIST], BOOL, (item, list) => has(list, item)),
  celFunc('@in', [STRING, MAP], BOOL, (key, map) => has(map.keys(), key)),
];

const lists = [
  celMethod('isSorted', LIST, [], BOOL, function isSorted() {
    const items = comparable(this);
    return items.every(
      (_, at) => at === 0 || items[at - 1].rank <= items[at].rank,
    );
  }),
  celMethod('min', LIST, [], DYN, function min() {
    return comparable(this).reduce((a, b) => (b.rank < a.rank ? b : a)).item;
  }),
  celMethod('max', LIST, [], DYN, function max() {
    return comparable(this).reduce((a, b) => (b.rank > a.rank ? b : a)).item;
  }),
  celMethod('sum', LIST, [], DYN, function sum() {
    return sumOf([...this]);
  }),
  celMethod('indexOf', LIST, [DYN], INT, function indexOf(item) {
    return BigInt([...this].findIndex(element => sameValue(element, item)));
  }),
  celMethod('lastIndexOf', LIST, [DYN], INT, function lastIndexOf(item) {
    const items = [...this];
    const fromEnd = items
      .reverse()
      .findIndex(element => sameValue(element, item));
    return BigInt(fromEnd < 0 ? -1 : items.length - 1 - fromEnd);
  }),
];

const sets = [
  celFunc('sets.contains', [LIST, LIST], BOOL, containsAll),
  celFunc(
    'sets.equivalent',
    [LIST, LIST],
    BOOL,
    (one, other) => containsAll(one, other) && containsAll(other, one),
  ),
  celFunc('sets.intersects', [LIST, LIST], BOOL, (one, other) =>
    [...other].some(item => has(one, item)),
  ),
];

const quantities = [
  celFunc('quantity', [STRING], MAP, text =>
    quantity(read(parseQuantity(text))),
  ),
  celFunc(
    'isQuantity',
    [STRING],
    BOOL,
    text => parseQuantity(text) !== undefined,
  ),
  comparison('isGreaterThan', difference => difference > 0n),
  comparison('isLessThan', difference => difference < 0n),
  comparison('compareTo', difference =>
    difference === 0n ? 0n : difference / magnitude(difference),
  ),
  celMethod('add', MAP, [MAP], MAP, function add(other) {
    return quantity(nano(this) + nano(other));
  }),
  celMethod('sub', MAP, [MAP], MAP, function sub(other) {
    return quantity(nano(this) - nano(other));
  }),
];

/**
 * What rules may call: what both the CEL library and Kubernetes have, and of
 * Kubernetes' own functions those for lists, sets and quantities. A function
 * that is not here, or throws, leaves its rule to the server.
 */
export const kubernetesFunctions: CelFunc[] = [
  ...libraryFunctions,
  ...equality,
  ...lists,
  ...sets,
  ...quantities,
];

/** Also found beside items that cannot be compared with it. */
function has(items: Iterable<CelValue>, searchedItem: CelValue): boolean {
  let doubt: unknown;
  for (const item of items) {
    try {
      if (sameValue(item, searchedItem)) return true;
    } catch (error) {
      doubt = error;
    }
  }
  if (doubt) throw doubt;
  return false;
}

function containsAll(list: CelList, items: CelList): boolean {
  return [...items].every(item => has(list, item));
}

/** The items of a list with what to order them by. */
function comparable(list: CelList) {
  const items = [...list];
  const types = new Set(items.map(item => celType(item).name));
  if (types.size > 1) throw new Error('items of several types');
  return items.map(item => ({ item, rank: rankOf(item) }));
}

function rankOf(item: CelValue): bigint | number | string | boolean {
  switch (celType(item).name) {
    case 'int':
    case 'double':
    case 'bool':
      return item as bigint | number | boolean;
    case 'string':
      if (/[\ud800-\udfff]/.test(item as string)) break;
      return item as string;
    case 'google.protobuf.Timestamp':
    case 'google.protobuf.Duration':
      return moment(item);
    default:
  }
  throw new Error('no order');
}

function sumOf(items: CelValue[]): bigint | number {
  if (items.length > 0 && items.every(item => typeof item === 'number')) {
    return items.reduce((sum, item) => sum + item, 0);
  }
  // The type of an empty list is not known here.
  if (items.length === 0 || !items.every(item => typeof item === 'bigint')) {
    throw new Error('no sum');
  }
  const sum = items.reduce((total, item) => total + item, 0n);
  if (BigInt.asIntN(64, sum) !== sum) throw new Error('overflow');
  return sum;
}

function comparison(
  name: string,
  say: (difference: bigint) => boolean | bigint,
): CelFunc {
  return celMethod(name, MAP, [MAP], DYN, function compare(other) {
    return say(nano(this) - nano(other));
  });
}

const nano = (value: CelMap) => read(quantityOf(value));

const magnitude = (value: bigint) => (value < 0n ? -value : value);

function read<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not a quantity');
  return value;
}
