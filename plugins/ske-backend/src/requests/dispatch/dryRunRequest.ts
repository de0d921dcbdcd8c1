import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { DryRunResult, Manifest } from '@syntasso/plugin-ske-common';
import { maskingErrors, maskRefusal } from '../../redaction/masking';
import { redactResource } from '../../redaction/secrets';
import type { Requester } from '../Requester';
import { secretsOf } from './requestSecrets';
import { keepSentFields } from './keepSentFields';
import type { RequestAuthorizer } from '../authorization/RequestAuthorizer';

/** Asks the platform what it would answer to a request, and returns the part that the caller may see. */
export async function dryRunRequest(
  authorizer: RequestAuthorizer,
  requester: Requester,
  requested: Manifest,
  mode: 'create' | 'update',
): Promise<DryRunResult> {
  const checked = await authorizer.authorizeDryRun(requester, requested, mode);
  const { wanted, platform, offering, present } = checked;
  const secrets = secretsOf(requester, wanted, offering);
  const result = await maskingErrors(secrets, () =>
    platform.dryRun(wanted, mode),
  );
  if (result.outcome === 'refused') return maskRefusal(result, secrets);
  // What others have set is not the caller's to see here.
  await yieldToEventLoop();
  const shownManifest = keepSentFields(result.manifest, wanted, present);
  await yieldToEventLoop();
  return { ...result, manifest: redactResource(shownManifest, offering) };
}
