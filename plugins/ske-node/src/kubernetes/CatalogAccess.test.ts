import { lookup } from 'node:dns/promises';
import { CatalogAccess } from './CatalogAccess';

jest.mock('node:dns/promises', () => ({ lookup: jest.fn() }));
const resolve = lookup as unknown as jest.Mock;

const entity = (server: string) => ({
  metadata: {
    name: 'prod',
    annotations: {
      'kubernetes.io/api-server': server,
      'kubernetes.io/api-server-certificate-authority': 'Y2E=',
      'kubernetes.io/auth-provider': 'oidc',
    },
  },
});
const access = () =>
  new CatalogAccess(
    'prod',
    { type: 'catalog', allowedHosts: [], allowSkipTlsVerify: false } as never,
    {} as never,
  );
let now = Date.now();
beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});
const later = () => {
  now += 61_000;
};

it('keeps a cluster while DNS does not answer, and takes no other one for it', async () => {
  const prod = access();
  let server = 'https://prod.example.org';
  prod.useCatalog(async () => [entity(server)]);
  const noAnswer = Object.assign(new Error(), { code: 'EAI_AGAIN' });
  resolve.mockRejectedValueOnce(noAnswer);
  await expect(prod.locate()).rejects.toThrow(
    'the address of prod.example.org cannot be found now (EAI_AGAIN)',
  );
  later();
  resolve.mockResolvedValueOnce([{ address: '8.8.8.8' }]);
  await prod.locate();
  later();
  resolve.mockRejectedValue(noAnswer);
  await prod.locate();
  later();
  server = 'https://other.example.org';
  await expect(prod.locate()).rejects.toThrow('cannot be found now');
  later();
  server = 'https://prod.example.org';
  resolve.mockResolvedValueOnce([{ address: '10.0.0.1' }]);
  await expect(prod.locate()).rejects.toThrow('is no public address');
});

it('does not wait for a catalog that never answers', async () => {
  jest.useFakeTimers();
  const prod = access();
  prod.useCatalog(() => new Promise(() => {}));
  const refusal = prod.locate().catch((error: Error) => error);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await refusal).toMatchObject({
    message: expect.stringContaining('no answer within 10 s'),
  });
});

it('does not forget how people are told apart when the cluster leaves the catalog', async () => {
  const prod = access();
  let entities = [entity('https://prod.example.org')];
  prod.useCatalog(async () => entities);
  resolve.mockResolvedValue([{ address: '8.8.8.8' }]);
  await prod.locate();
  expect(prod.auth).toMatchObject({ kind: 'person' });
  later();
  entities = [];
  await expect(prod.locate()).rejects.toThrow('is not in the catalog yet');
  expect(prod.auth).toMatchObject({ kind: 'person' });
  expect(prod.own).toBeUndefined();
});
