import { NotFoundError } from '@backstage/errors';
import {
  refOf,
  type Manifest,
  type PreviewFile,
} from '@syntasso/plugin-ske-common';
import type { PreviewOutcome, PreviewRun } from '../../live/ClusterEngine';
import { requireNames } from '../../platform/requireNames';
import { maskFile } from '../../redaction/maskFile';
import { maskingErrors } from '../../redaction/masking';
import { maskText } from '../../redaction/maskText';
import { secretsOfResource } from '../../redaction/secrets';
import { shareEventLoop } from '../../utils/shareEventLoop';
import { withoutQuotedSecrets } from '../../views/parts';
import type { RequestAuthorizer } from '../authorization/RequestAuthorizer';
import type { Requester } from '../Requester';
import { secretsOf } from './requestSecrets';

/** Which request is tried, and who watches it. */
export interface Preview
  extends Pick<PreviewRun, 'signal' | 'onPipelines' | 'onCleanUpFailed'> {
  mode: 'create' | 'update';
  /** Told when it is known that the person may: what begins now costs the platform. */
  onAuthorized: () => void;
}

/** Tries a request beside its Resource, and returns what it would write, without secrets. */
export async function previewRequest(
  authorizer: RequestAuthorizer,
  requester: Requester,
  requested: Manifest,
  options: Preview,
): Promise<PreviewOutcome> {
  const checked = await authorizer.authorizePreview(
    requester,
    requested,
    options.mode,
  );
  const { wanted, platform, offering, present } = checked;
  const { cluster } = platform;
  if (!cluster) {
    throw new NotFoundError(
      `Platform ${platform.name} is reached only through its repository, so nobody can tell here what a request would write.`,
    );
  }
  const { preview } = cluster.live.engineOf(offering);
  const isOffered = await preview?.checkOffered(cluster.live, options.signal);
  if (!preview || !isOffered) {
    throw new NotFoundError(
      `Platform ${platform.name} cannot tell what a request would write: it has no place for dry runs, or you may not see that (docs/permissions.md).`,
    );
  }
  requireNames(refOf(wanted));
  const secrets = [
    ...secretsOf(requester, wanted, offering),
    // One that the request replaces is still in the files that are there.
    ...(present ? secretsOfResource(present, offering) : []),
  ];
  options.onAuthorized();
  const outcome = await maskingErrors(secrets, () =>
    preview.run(cluster.client, {
      ...{ offering, wanted, isChange: present !== undefined },
      signal: options.signal,
      onCleanUpFailed: options.onCleanUpFailed,
      onPipelines: pipelines =>
        options.onPipelines(withoutQuotedSecrets(pipelines, secrets)),
    }),
  );
  return maskOutcome(outcome, secrets);
}

async function maskOutcome(
  outcome: PreviewOutcome,
  secrets: string[],
): Promise<PreviewOutcome> {
  const mask = (text: string | undefined) => text && maskText(text, secrets);
  if (outcome.kind === 'failed') {
    return withoutQuotedSecrets(outcome, secrets);
  }
  const pause = shareEventLoop();
  const files: PreviewFile[] = [];
  for (const file of outcome.files) {
    const texts = maskFile([file.before, file.after], secrets);
    await pause();
    if (texts === 'hasSecrets') {
      const { path, change } = file;
      files.push({ path, change, omitted: 'hasSecrets' });
    } else files.push({ ...file, before: texts[0], after: texts[1] });
  }
  return {
    ...outcome,
    summary: mask(outcome.summary),
    files,
    failures: outcome.failures.map(failure => ({
      ...failure,
      message: mask(failure.message),
    })),
  };
}
