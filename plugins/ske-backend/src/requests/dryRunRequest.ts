import { setImmediate as otherEvents } from 'node:timers/promises';
import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';
import { maskingErrors, maskRefusal } from '../redaction/masking';
import { redactResource } from '../redaction/secrets';
import type { Asker } from './asker';
import { secretsOf } from './describe';
import { ofWhatWasSent } from './dryRunAnswer';
import type { Gate } from './Gate';

/** What the platform would answer to a request, of that what the asker may see. */
export async function dryRunRequest(
  gate: Gate,
  asker: Asker,
  asked: Manifest,
  mode: 'create' | 'update',
): Promise<DryRunResult> {
  const checked = await gate.checkedDryRun(asker, asked, mode);
  const { wanted, platform, promise, present } = checked;
  const secrets = secretsOf(asker, wanted, promise);
  const result = await maskingErrors(secrets, () =>
    platform.dryRun(wanted, mode),
  );
  if (result.outcome === 'refused') return maskRefusal(result, secrets);
  // What others have set is not the caller's to see here.
  await otherEvents();
  const shown = ofWhatWasSent(result.manifest, wanted, present);
  await otherEvents();
  return { ...result, manifest: redactResource(shown, promise) };
}
