import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { audienceInCatalog } from '../__testUtils__/audienceInCatalog';

const connection =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
if (!connection) {
  throw new Error('No PostgreSQL: run this with npm run test:real');
}

audienceInCatalog('on PostgreSQL', ['Coffer', 'Rack'], {
  features: [databaseServiceFactory],
  config: { backend: { database: { client: 'pg', connection } } },
});
