import {
  celEnv,
  celType,
  isCelList,
  type CelFunc,
  type CelValue,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { isUnordered } from './sameValue';

/** Whether the library's function gives what the server's does. */
type Exact = (target: CelValue, args: CelValue[]) => boolean;

const always: Exact = () => true;
/**
 * The library compares and counts UTF-16 code units, the server characters:
 * the same but for characters of two units.
 */
const oneUnitEach: Exact = (target, args) =>
  [target, ...args].every(
    value => typeof value !== 'string' || !/[\ud800-\udfff]/.test(value),
  );
const within =
  (pattern: RegExp): Exact =>
  (_, [text]) =>
    pattern.test(String(text));

/** By the name of a function, or by its name and types. What is not here is not trusted. */
const EXACT: Record<string, Exact> = {
  '!_': always,
  '-_': always,
  '_-_': always,
  '_*_': always,
  '_/_': always,
  '_%_': always,
  '_+_': (_, args) => !args.some(isUnordered),
  '_<_': oneUnitEach,
  '_<=_': oneUnitEach,
  '_>_': oneUnitEach,
  '_>=_': oneUnitEach,
  size: always,
  contains: always,
  startsWith: always,
  endsWith: always,
  matches: always,
  dyn: always,
  type: (_, [value]) => !/^map$|^google/.test(celType(value).name),
  'int(int)': always,
  'int(double)': always,
  'int(string)': within(/^[+-]?\d+$/),
  'double(double)': always,
  'double(int)': always,
  'double(string)': within(/^[+-]?\d+(?:\.\d+)?$/),
  'bool(bool)': always,
  'bool(string)': always,
  'string(string)': always,
  'string(bool)': always,
  'string(int)': always,
  // Beyond these, Go and JavaScript write numbers differently.
  'string(double)': (_, [value]) =>
    Math.abs(Number(value)) >= 1e-4 && Math.abs(Number(value)) < 1e6,
  'timestamp(google.protobuf.Timestamp)': always,
  'timestamp(string)': within(/^\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|[+-]\d\d:\d\d)$/),
  'duration(google.protobuf.Duration)': always,
  'duration(string)': within(/^-?(?:\d{1,9}(?:h|m|s|ms|us|ns))+$/),
  'google.protobuf.Duration.getSeconds()': always,
  'google.protobuf.Duration.getMinutes()': always,
  'google.protobuf.Duration.getHours()': always,
  charAt: oneUnitEach,
  indexOf: oneUnitEach,
  lastIndexOf: oneUnitEach,
  lowerAscii: oneUnitEach,
  upperAscii: oneUnitEach,
  substring: oneUnitEach,
  trim: oneUnitEach,
  join: always,
  'string.split(string)': oneUnitEach,
  replace: (target, [old, replacement, times = 0n]) =>
    oneUnitEach(target, [old, replacement]) &&
    old !== '' &&
    BigInt(String(times)) >= 0n,
  format: (target, [values]) =>
    typeof target === 'string' &&
    !/%[^sd]|%$/.test(target) &&
    isCelList(values) &&
    [...values].every(value =>
      ['string', 'bigint', 'boolean'].includes(typeof value),
    ),
};

/**
 * The functions of the CEL library, each answering only where its answer is
 * exactly the server's. Elsewhere it is as if there were no such function.
 */
export const libraryFunctions: CelFunc[] = [...celEnv().funcs, ...strings].map(
  original => {
    const isExact =
      (Object.hasOwn(EXACT, original.id) && EXACT[original.id]) ||
      (Object.hasOwn(EXACT, original.name) && EXACT[original.name]);
    return Object.create(original, {
      call: {
        value: (id: number, target: CelValue | undefined, args: CelValue[]) =>
          isExact && isExact(target as CelValue, args)
            ? original.call(id, target, args)
            : undefined,
      },
    });
  },
);
