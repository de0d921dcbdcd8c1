import {
  foundByBert,
  startAudienceCatalog,
} from '../__testUtils__/audienceInCatalog';

const connection =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
if (!connection) {
  throw new Error('No PostgreSQL: run this with npm run test:real');
}

describe('the catalog on PostgreSQL', () => {
  it('shows the entities and the Template of a Promise to its audience only', async () => {
    const catalog = await startAudienceCatalog(['Coffer', 'Rack'], {
      config: { backend: { database: { client: 'pg', connection } } },
    });
    try {
      await expect(foundByBert(catalog)).resolves.toEqual(
        catalog.expected.forAll,
      );
    } finally {
      await catalog.stop();
    }
  }, 60_000);
});
