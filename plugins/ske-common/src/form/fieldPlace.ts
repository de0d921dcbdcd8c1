import type { JsonObject } from '@backstage/types';
import { isObject } from '../kubernetes/json';
import { fieldPathOf, readFieldPath, type FieldStep } from './fieldPath';

/** A node of a schema. */
export interface Place {
  /** The keys that lead to it from the top. */
  address: readonly string[];
  node: JsonObject;
  /** The node that it is in. */
  holder?: JsonObject;
  /** Its name where it is a field; what is in a list or a map has none. */
  name?: string;
}

/** The key of a place in a schema. */
export const keyOf = ({ address }: Place) => JSON.stringify(address);

/** The field's path, as a platform team writes it. */
export const pathOf = (address: readonly string[]) =>
  fieldPathOf(stepsOf(address));

/** The steps to a place; alternatives of a node are where the node is. */
export function stepsOf(address: readonly string[]): FieldStep[] {
  const steps: FieldStep[] = [];
  for (let index = 0; index < address.length; index += 1) {
    const key = address[index];
    if (key === 'items') steps.push('[]');
    else if (key === 'additionalProperties') steps.push('{}');
    else {
      index += 1;
      if (key === 'properties') steps.push({ name: address[index] });
    }
  }
  return steps;
}

/** The node that a path leads to, or a text about why it leads to none. */
export function findField(schema: JsonObject, path: string): Place | string {
  const steps = readFieldPath(path);
  if (!steps) return `${path} is not the path of a field, such as spec.size`;
  let place: Place = { address: [], node: schema };
  for (const step of steps) {
    const next = stepInto(place, step);
    if (!next) return missingText(place, step);
    place = next;
  }
  return place;
}

function stepInto(
  { address, node }: Place,
  step: FieldStep,
): Place | undefined {
  const { properties, items, additionalProperties } = node;
  if (step === '[]') {
    if (!isObject(items)) return undefined;
    return { address: [...address, 'items'], node: items, holder: node };
  }
  if (step === '{}') {
    if (!isObject(additionalProperties)) return undefined;
    return {
      address: [...address, 'additionalProperties'],
      node: additionalProperties,
      holder: node,
    };
  }
  const { name } = step;
  const child =
    isObject(properties) && Object.hasOwn(properties, name)
      ? properties[name]
      : undefined;
  if (!isObject(child)) return undefined;
  return {
    address: [...address, 'properties', name],
    node: child,
    holder: node,
    name,
  };
}

/** As many names as can be read at a glance. */
const FEW = 12;

function missingText({ address, node }: Place, step: FieldStep): string {
  const placePath = pathOf(address);
  if (step === '[]') return `${placePath} is not a list; leave out its []`;
  if (step === '{}') return `${placePath} is not a map; leave out its {}`;
  if (isObject(node.items)) {
    return `${placePath} is a list; what is in it is ${placePath}[]`;
  }
  if (isObject(node.additionalProperties)) {
    return `${placePath} is a map; what is in it is ${placePath}{}`;
  }
  const names = isObject(node.properties) ? Object.keys(node.properties) : [];
  const stepPath = fieldPathOf([...stepsOf(address), step]);
  const knownFields =
    names.length === 0
      ? `${placePath} has no fields`
      : `the fields of ${placePath} are ${names.slice(0, FEW).join(', ')}${
          names.length > FEW ? ', …' : ''
        }`;
  return `${stepPath} is not a field of this API; ${knownFields}`;
}
