import {
  asNumber,
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { byAge } from '../platform/byAge';
import type { PlatformApi } from '../platform/PlatformApi';

/** Longer lines of a log are cut. */
const LONGEST_LINE = 500;
/** The last line may be followed by empty ones. */
const LAST_LINES = 20;

/** Reasons why a container waits that go away only when somebody does something. */
const STUCK = [
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
];

/** What keeps a container from beginning, in a sentence; undefined where nothing does. */
export function stuckContainer(pods: Manifest[]): string | undefined {
  for (const status of pods.flatMap(containerStatuses)) {
    const waiting = at(status, 'state', 'waiting');
    const reason = asText(at(waiting, 'reason'));
    if (reason && STUCK.includes(reason)) {
      const message = asText(at(waiting, 'message'));
      return `Container "${status.name}" does not begin: ${reason}${
        message ? `, ${message.slice(0, LONGEST_LINE)}` : ''
      }.`;
    }
  }
  return undefined;
}

/**
 * Why a Job has failed, in a sentence: the container, and the last line of its log.
 *
 * @param reason - as the Job's condition has it
 * @param pods - of the Job
 */
export async function whyJobFailed(
  platform: Pick<PlatformApi, 'log'>,
  reason: string,
  pods: Manifest[],
): Promise<string> {
  if (reason === 'DeadlineExceeded') {
    const stuck = stuckContainer(pods);
    return `It took longer than jobs.timeout of the configuration allows.${
      stuck ? ` ${stuck}` : ''
    }`;
  }
  for (const pod of [...pods].sort(byAge).reverse()) {
    const failed = containerStatuses(pod).find(
      status =>
        (asNumber(at(status, 'state', 'terminated', 'exitCode')) ?? 0) > 0,
    );
    const container = asText(failed?.name);
    if (!container) continue;
    const terminated = at(failed, 'state', 'terminated');
    const line =
      lastLine(asText(at(terminated, 'message'))) ??
      (await lastLineOfLog(platform, pod, container));
    const exitCode = asNumber(at(terminated, 'exitCode'));
    const ended = `Container "${container}" has ended with exit code ${exitCode}`;
    return line === undefined ? `${ended}.` : `${ended}: ${line}`;
  }
  return stuckContainer(pods) ?? `Its pods are gone (${reason || 'Failed'}).`;
}

const containerStatuses = ({ status }: Manifest) => [
  ...objectsOf(at(status, 'initContainerStatuses')),
  ...objectsOf(at(status, 'containerStatuses')),
];

async function lastLineOfLog(
  platform: Pick<PlatformApi, 'log'>,
  { metadata: { namespace = '', name } }: Manifest,
  container: string,
): Promise<string | undefined> {
  try {
    return lastLine(
      await platform.log(
        { namespace, name },
        { container, tailLines: LAST_LINES },
      ),
    );
  } catch {
    // Its node may be gone; which container it was is known anyway.
    return undefined;
  }
}

const lastLine = (text: string | undefined) =>
  text
    ?.split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .pop()
    ?.slice(0, LONGEST_LINE);
