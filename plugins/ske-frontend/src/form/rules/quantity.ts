import { celMap, type CelMap, type CelValue } from '@bufbuild/cel';

/** Quantities in thousand-millionths (`1n`), by the value that stands for them in CEL. */
const quantities = new WeakMap<object, bigint>();

/** A quantity as a value that rules can hold. */
export function quantity(nano: bigint): CelMap {
  const celQuantity = celMap(new Map());
  quantities.set(celQuantity, nano);
  return celQuantity;
}

/** What {@link quantity} was given. */
export const quantityOf = (value: CelValue): bigint | undefined =>
  typeof value === 'object' && value !== null
    ? quantities.get(value)
    : undefined;

const NUMBER = /^([+-]?)(\d{1,15})(?:\.(\d{1,9}))?([A-Za-z]*)$/;
const NANO = 1_000_000_000n;
const LARGEST = (2n ** 63n - 1n) * NANO;
const UNITS = new Map<string, bigint>([
  ['n', 1n],
  ['u', 1_000n],
  ['m', 1_000_000n],
  ['', NANO],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map(
    (unit, index) => [unit, NANO * 1000n ** BigInt(index + 1)] as const,
  ),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (unit, index) => [unit, NANO * 1024n ** BigInt(index + 1)] as const,
  ),
]);

/**
 * Reads a Kubernetes quantity such as `1.5Gi` or `200m`.
 *
 * @returns thousand-millionths; undefined when it is not a quantity
 * @throws Error when it may be one that is rounded, or written unusually
 */
export function parseQuantity(text: string): bigint | undefined {
  const [match, sign, integer, fraction = '', unit] = NUMBER.exec(text) ?? [];
  if (match === undefined) {
    if (text === '' || /[^0-9.+\-eEinumkKMGTP]/.test(text)) return undefined;
    throw new Error('unusual quantity');
  }
  const factor = UNITS.get(unit);
  if (factor === undefined) return undefined;
  const scaled = BigInt(integer + fraction) * factor;
  const divisor = 10n ** BigInt(fraction.length);
  const nano = scaled / divisor;
  if (scaled % divisor !== 0n || nano > LARGEST) throw new Error('rounded');
  return sign === '-' ? -nano : nano;
}
