import { useCallback, useMemo, useRef, useState } from 'react';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { fillSecrets } from '@syntasso/plugin-ske-common';
import type { ProblemAtPath } from '../../../form/problemTree';
import { hasRules, serverSchema } from '../../../form/serverSchema';

/** The CEL rules of a spec, as far as a browser can evaluate them. */
export interface Rules {
  /** Loads what evaluates them, if there are any. */
  load(): Promise<void>;
  /** Those that a spec breaks; none before they are loaded. */
  broken(spec: JsonValue | undefined): ProblemAtPath[];
}

type CheckRules = typeof import('../../../form/rules/checkRules').checkRules;

/**
 * Evaluates the rules of a form's spec. What evaluates them is much to load for
 * the many APIs that have none.
 *
 * @param before - the spec that an update changes
 */
export function useRules(
  schema: JsonObject | undefined,
  before: JsonObject | undefined,
): Rules {
  const { secrets } = useTemplateSecrets();
  const check = useRef<CheckRules>();
  const [loaded, setLoaded] = useState(false);
  const ruled = useMemo(() => hasRules(schema), [schema]);
  const load = useCallback(async () => {
    if (!ruled || check.current) return;
    const { checkRules } = await import('../../../form/rules/checkRules');
    check.current = checkRules;
    setLoaded(true);
  }, [ruled]);
  const broken = useCallback(
    (spec: JsonValue | undefined) => {
      if (!check.current || !schema) return [];
      if (typeof spec !== 'object' || spec === null) return [];
      // Rules about a secret are about its value, not its name in the form.
      const specWithSecrets = fillSecrets(spec, secrets).value;
      const { broken: brokenRules } = check.current(
        serverSchema(schema),
        specWithSecrets,
        before,
      );
      return brokenRules.map(({ path, message }) => ({
        path: ['spec', ...path.map(String)],
        message,
      }));
    },
    // Whoever shows them looks again once they are loaded.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [schema, before, secrets, loaded],
  );
  return useMemo(() => ({ load, broken }), [load, broken]);
}
