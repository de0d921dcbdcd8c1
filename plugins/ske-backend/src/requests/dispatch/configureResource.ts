import type { Manifest } from '@syntasso/plugin-ske-common';
import { formatManifest } from '../../platform/git/manifestFile';
import { maskingErrors, maskManifest } from '../../redaction/masking';
import type { DispatchedRequest, Requester, SeenVersion } from '../Requester';
import { dispatchContextOf } from './dispatchContext';
import type { RequestTools } from './proposeRequest';
import {
  findGivenSecrets,
  redactedTextOf,
  refuseSecretFields,
  secretsOf,
} from './requestSecrets';
import { sendToPlatform } from './sendToPlatform';

/**
 * Requests a Resource, or changes one that is there, on the platform or by a commit.
 *
 * @throws InputError for a secret that would come into a repository, and as every request
 */
export async function configureResource(
  { authorizer, dispatcher }: Pick<RequestTools, 'authorizer' | 'dispatcher'>,
  requester: Requester,
  requested: Manifest,
  options: { seen: SeenVersion | undefined; isInRepository: boolean },
): Promise<DispatchedRequest> {
  const checked = await authorizer.authorize(requester, requested);
  const { wanted, platform, ref, offering, present } = checked;
  const action = present ? 'Update' : 'Request';
  const secrets = secretsOf(requester, wanted, offering);
  const masked = maskManifest(wanted, secrets);
  if (options.isInRepository) refuseSecretFields(masked.fields);
  const context = {
    ...dispatchContextOf(wanted, offering, platform),
    hasWholeManifest: masked.fields.length === 0,
    seen: options.seen,
  };
  const { stored, result } = await dispatcher.dispatch(
    {
      promise: offering.name,
      ref,
      action,
      delivery: 'push',
      manifest: formatManifest(masked.manifest),
      before: present && redactedTextOf(present, offering),
      secretsGiven: findGivenSecrets(requester, requested, offering),
      requestedBy: requester.by,
      taskId: requester.taskId,
    },
    context,
    request =>
      maskingErrors(secrets, () => sendToPlatform(platform, request, wanted)),
  );
  return { action, stored, result };
}
