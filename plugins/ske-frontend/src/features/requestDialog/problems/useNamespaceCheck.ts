import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import type { JsonValue } from '@backstage/types';
import { nameSchemas, type NamespaceAnswer } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../../api/useSkeApi';
import { useAsync } from '../../../hooks/useAsync';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';
import { PAUSE_MS } from './useNameCheck';

/** See {@link NamespaceAnswer}; undefined while nobody has answered. */
export type NamespaceCheck = NamespaceAnswer['existence'] | undefined;

/** Whether the namespace of a new Resource exists, as far as the person may see. */
export function useNamespaceCheck(
  target: DialogTarget,
  values: Record<string, JsonValue>,
): NamespaceCheck {
  const api = useSkeApi();
  const { namespace = '' } = refOfValues(target, values);
  const [typed, setTyped] = useState(namespace);
  useDebounce(() => setTyped(namespace), PAUSE_MS, [namespace]);
  const { value: answer } = useAsync(async () => {
    const isNamespace = nameSchemas.namespace.safeParse(typed).success;
    if (target.kind === 'update' || !isNamespace) return undefined;
    const { existence } = await api
      .findNamespace(target.promise.ref.name, typed)
      // The review asks the platform again, and says what is wrong.
      .catch((): NamespaceAnswer => ({ existence: 'unknown' }));
    return { namespace: typed, existence };
  }, [api, typed]);
  // What was answered may be about what was typed before.
  return answer?.namespace === namespace ? answer.existence : undefined;
}
