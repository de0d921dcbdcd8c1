import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import type { JsonValue } from '@backstage/types';
import { DEFAULT_OWNER } from '@syntasso/plugin-ske-common';
import { quote } from './quote';

type Spec = NonNullable<Entity['spec']>;
type Field = [name: string, value: JsonValue | undefined];

/** References in `spec`, each with the kind that it means where it names none. */
const REFS: Record<string, { defaultKind?: string; isList: boolean }> = {
  owner: { defaultKind: 'Group', isList: false },
  system: { defaultKind: 'System', isList: false },
  subcomponentOf: { defaultKind: 'Component', isList: false },
  providesApis: { defaultKind: 'API', isList: true },
  consumesApis: { defaultKind: 'API', isList: true },
  dependsOn: { isList: true },
};

/**
 * The spec without what is no reference of an entity. What has to have an owner gets the
 * usual one.
 */
export function repairRefs(
  spec: Spec,
  report: (field: string, reason: string) => void,
): Spec {
  return Object.fromEntries(
    Object.entries(spec).flatMap(([name, value]): Field[] => {
      const expected = Object.hasOwn(REFS, name) ? REFS[name] : undefined;
      if (!expected || value === undefined) return [[name, value]];
      const isRef = (ref: unknown) => {
        const reason = findReason(ref, expected.defaultKind);
        if (reason !== undefined) report(`spec.${name}`, reason);
        return reason === undefined;
      };
      if (expected.isList) {
        const refs = Array.isArray(value) ? value : [value];
        return [[name, refs.filter(isRef)]];
      }
      if (isRef(value)) return [[name, value]];
      return name === 'owner' ? [[name, DEFAULT_OWNER]] : [];
    }),
  );
}

/** Why the catalog cannot read a reference; undefined: it can. */
function findReason(
  ref: unknown,
  defaultKind: string | undefined,
): string | undefined {
  const reason = `${quote(
    ref,
  )} is not an entity reference. A valid one looks like ${
    defaultKind ? '' : 'component:'
  }default/name.`;
  if (typeof ref !== 'string') return reason;
  try {
    parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' });
    return undefined;
  } catch {
    return reason;
  }
}
