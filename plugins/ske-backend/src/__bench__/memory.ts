import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { DirectDiscovery } from '../catalog/DirectDiscovery';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { ClusterWatches } from '../live/ClusterWatches';
import { clientOf, PROMISES, putObjects } from './objects';

const RESOURCES = 10_000;

function heapMb(): number {
  for (let i = 0; i < 4; i++) global.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Prints, as one line of JSON, what 10 000 Resources of 500 Promises take. */
async function main() {
  const [kubeconfig] = process.argv.slice(2);
  const client = clientOf(kubeconfig);
  await putObjects(client, RESOURCES, index => index % PROMISES);

  const live = new ClusterWatches({
    name: 'bench',
    client: clientOf(kubeconfig),
    engines: [kratixOnCluster],
    entities: newCatalogEntities(),
  });
  const heapBefore = heapMb();
  const entities = await new Promise<number>(resolve => {
    new DirectDiscovery(live, {
      checkReach: async () => true,
      onUpdate: async update => {
        if (update.kind === 'full') resolve(update.entities.length);
      },
      listShown: async () => [],
      logger: console,
    }).start();
  });
  const heapGrowth = heapMb() - heapBefore;
  process.stdout.write(
    `${JSON.stringify({
      promises: PROMISES,
      resources: RESOURCES,
      entities,
      heapMb: heapGrowth,
    })}\n`,
  );
  process.exit(0);
}

main().catch(error => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
