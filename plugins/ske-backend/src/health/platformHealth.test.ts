import { checkPlatformHealth, type CheckedPlatform } from './platformHealth';

/** A cluster that does not answer until it is told to, and counts what it is asked. */
function startCluster() {
  const cluster = { answers: false, asked: 0 };
  const client = {
    server: 'https://cluster.example.org',
    skipsVerification: false,
    requestCount: 0,
    async post() {
      cluster.asked += 1;
      if (!cluster.answers) throw new Error('connect ECONNREFUSED');
      return { status: { allowed: false, userInfo: { username: 'ske' } } };
    },
  };
  const live = {
    engines: [],
    informers: [],
    offerings: { areCurrent: true, list: () => [] },
  };
  const platform = {
    name: 'prod',
    auth: { kind: 'service' },
    own: { client, live },
  } as unknown as CheckedPlatform;
  const review = async () => {
    const { credentials } = await checkPlatformHealth(platform, {
      caller: undefined,
      mode: 'kubernetes',
      discovery: false,
    });
    return credentials[0];
  };
  return { cluster, review };
}

it('asks about rights once a minute, and again at once where that has failed', async () => {
  const { cluster, review } = startCluster();
  expect((await review()).problem).toMatch(/ECONNREFUSED/);
  cluster.answers = true;
  const credential = await review();
  expect(credential.problem).toBeUndefined();
  expect(credential.user).toBe('ske');
  const { asked } = cluster;
  expect(await review()).toEqual(credential);
  expect(cluster.asked).toBe(asked);
});
