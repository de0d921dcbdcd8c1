import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import type { JsonValue } from '@backstage/types';
import {
  firstResources,
  nameSchemas,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../../api/useSkeApi';
import { useAsync } from '../../../hooks/useAsync';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';

/** How long somebody pauses while they type a name. */
export const PAUSE_MS = 300;

/** Whether a Resource may have a name. `unknown` while nobody has answered. */
export type NameCheck = 'unknown' | 'free' | 'taken';

/** Whether another Resource has the name of a new one, as far as the person may see. */
export function useNameCheck(
  target: DialogTarget,
  values: Record<string, JsonValue>,
): NameCheck {
  const api = useSkeApi();
  const { name, namespace } = refOfValues(target, values);
  const [refToCheck, setRefToCheck] = useState({ name: '', namespace });
  useDebounce(() => setRefToCheck({ name, namespace }), PAUSE_MS, [
    name,
    namespace,
  ]);
  const { value: answer } = useAsync(async () => {
    if (target.kind === 'update' || !isName(refToCheck.name)) return undefined;
    const query: ResourcesQuery = {
      ...firstResources,
      ...refToCheck,
      limit: 0,
    };
    const promise = target.promise.ref.name;
    // The review asks the platform again, and says what is wrong.
    const page = await api.findResources(promise, query).catch(() => undefined);
    return page && { ...refToCheck, isTaken: page.matching > 0 };
  }, [api, refToCheck]);
  // What was answered may be about what was typed before.
  if (answer?.name !== name || answer.namespace !== namespace) return 'unknown';
  return answer.isTaken ? 'taken' : 'free';
}

const isName = (name: string) => nameSchemas.object.safeParse(name).success;
