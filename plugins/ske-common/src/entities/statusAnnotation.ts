import type { JsonObject } from '@backstage/types';
import { conditionTypes } from '../annotations/keys';
import { isObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import { redactStatus } from '../redaction/redact';

/**
 * A status as `kratix.io/status` has it: JSON without secrets, and without what the
 * controller itself has written. Undefined where there is none.
 *
 * @param schema - of the status, as the CRD has it
 * @public
 */
export function statusAnnotationOf(
  { status }: Manifest,
  schema?: JsonObject,
): string | undefined {
  if (!status) return undefined;
  const { conditions, ...others } = status;
  const kept = Array.isArray(conditions)
    ? conditions.filter(one => !isSyncCondition(one))
    : conditions;
  return JSON.stringify(
    redactStatus(
      { ...others, ...(kept === undefined ? {} : { conditions: kept }) },
      schema,
    ),
  );
}

const ownTypes: readonly unknown[] = Object.values(conditionTypes);

const isSyncCondition = (condition: unknown) =>
  isObject(condition) && ownTypes.includes(condition.type);
