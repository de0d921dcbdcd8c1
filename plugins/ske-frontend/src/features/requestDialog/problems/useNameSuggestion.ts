import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useSkeApi } from '../../../api/useSkeApi';
import { useAsync } from '../../../hooks/useAsync';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';
import { suggestName } from '../template/names';
import { PAUSE_MS } from './useNameCheck';

/**
 * A name that could be taken in place of the one that is typed.
 *
 * @param isWanted - whether the typed one cannot be
 * @param schema - of the form, with the field for the name
 */
export function useNameSuggestion(
  target: DialogTarget,
  values: Record<string, JsonValue>,
  schema: JsonObject,
  isWanted: boolean,
): string | undefined {
  const api = useSkeApi();
  const { name, namespace } = refOfValues(target, values);
  const [typed, setTyped] = useState({ name, namespace, isWanted: false });
  useDebounce(() => setTyped({ name, namespace, isWanted }), PAUSE_MS, [
    name,
    namespace,
    isWanted,
  ]);
  const { value: answer } = useAsync(async () => {
    if (target.kind === 'update' || !typed.isWanted) return undefined;
    const suggestion = await suggestName(api, target.promise, typed, schema);
    return { ...typed, suggestion };
  }, [api, typed, schema]);
  // What was answered may be about what was typed before.
  return isWanted && answer?.name === name && answer.namespace === namespace
    ? answer.suggestion
    : undefined;
}
