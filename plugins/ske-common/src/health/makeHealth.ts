import type { Health, HealthState } from './healthSchema';
import type {
  HealthReason,
  HealthReasonCode,
  HealthReasonValues,
} from './reasons';

/** The values may be left out where the reason needs none. */
type ValuesArgument<Code extends HealthReasonCode> =
  {} extends HealthReasonValues<Code>
    ? [values?: HealthReasonValues<Code>]
    : [values: HealthReasonValues<Code>];

/** Puts a health together; values that are undefined are left out. */
export function makeHealth<Code extends HealthReasonCode>(
  state: HealthState,
  code: Code,
  since: string | undefined,
  ...[values]: ValuesArgument<Code>
): Health {
  const definedValues = Object.entries(values ?? {}).filter(
    ([, value]) => value !== undefined,
  );
  const reason = { code, values: Object.fromEntries(definedValues) };
  return { state, reason: reason as unknown as HealthReason, since };
}
