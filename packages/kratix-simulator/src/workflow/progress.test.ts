import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import { pipelinesOf, type Manifest } from '@syntasso/plugin-ske-common';
import { Cluster } from '../runtime/Cluster';
import { SUSPENDED_LABEL } from '../runtime/names';
import { markRunning } from './progress';
import type { Subject } from './subject';

/** The phase of a pipeline that was `phase` when its running Job was reported. */
async function phaseAfterRunning(
  phase: string,
  labels: Record<string, string>,
): Promise<string | undefined> {
  let stored: Manifest = {
    apiVersion: 'example.org/v1',
    kind: 'Access',
    metadata: { name: 'incident', namespace: 'default', labels },
    status: { kratix: { workflows: { pipelines: [{ name: 'ask', phase }] } } },
  };
  const client: Partial<KubernetesClient> = {
    get: async () => stored,
    replace: async (_type, object) => (stored = object),
  };
  const subject: Subject = {
    object: stored,
    type: { group: 'example.org', version: 'v1', plural: 'accesses' },
    promiseName: 'access',
    promiseSpec: {},
    workflowType: 'resource',
  };
  await markRunning(new Cluster(client as KubernetesClient), subject, 'ask');
  return pipelinesOf(stored)[0].phase;
}

describe('markRunning', () => {
  it('marks a pipeline that waited, and one that was released', async () => {
    expect(await phaseAfterRunning('Pending', {})).toBe('Running');
    expect(await phaseAfterRunning('Suspended', {})).toBe('Running');
  });

  it('keeps a suspension that the Job wrote after it was read', async () => {
    expect(
      await phaseAfterRunning('Suspended', { [SUSPENDED_LABEL]: 'true' }),
    ).toBe('Suspended');
  });
});
