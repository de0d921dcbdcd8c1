import {
  asText,
  at,
  labels,
  objectsOf,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import type { PreviewOutcome, PreviewRun } from '../../live/ClusterEngine';
import { compareFiles, readSingleFile } from './writtenFiles';

/** What a dry run that has ended would write, beside what is written now. */
export async function readOutcome(
  client: KubernetesClient,
  { offering, wanted, isChange }: PreviewRun,
  { dryRun, dryRunResource }: { dryRun: Manifest; dryRunResource: Manifest },
): Promise<PreviewOutcome> {
  const { namespace = 'default' } = dryRunResource.metadata;
  // Works are where the pipelines run.
  const worksOf = async (resource: string) => {
    const { items } = await client.list(resourceTypes.works, {
      namespace: pipelineNamespaceOf(offering) ?? namespace,
      labelSelector: `${labels.promiseName}=${offering.name},${labels.resourceName}=${resource},!${labels.dryRunSummary}`,
    });
    return items.filter(
      ({ metadata }) =>
        (metadata.labels?.[labels.resourceNamespace] ?? metadata.namespace) ===
        namespace,
    );
  };
  const { name } = wanted.metadata;
  const [before, after, summaries] = await Promise.all([
    isChange ? worksOf(name) : [],
    worksOf(dryRunResource.metadata.name),
    client.list(resourceTypes.works, {
      namespace,
      labelSelector: `${labels.dryRunSummary}=true,${labels.dryRunOwner}=${dryRun.metadata.name}`,
    }),
  ]);
  return {
    kind: 'done',
    summary: await readSingleFile(summaries.items[0]),
    ...(await compareFiles(before, after, {
      dryRun: dryRunResource.metadata.name,
      resource: name,
    })),
    failures: failuresOf(dryRun),
  };
}

const pipelineNamespaceOf = ({ source }: Offering) =>
  source.kind === 'definition'
    ? asText(
        at(
          source.definition,
          'spec',
          'workflows',
          'config',
          'pipelineNamespace',
        ),
      )
    : undefined;

/** Dry runs of what the request itself requests, as compound Promises do. */
const failuresOf = (dryRun: Manifest) =>
  objectsOf(at(dryRun, 'status', 'components'))
    .filter(({ phase }) => phase !== 'Succeeded')
    .map(component => ({
      promise: asText(component.promise) ?? '',
      name: asText(component.request) ?? '',
      message: asText(component.message),
    }));
