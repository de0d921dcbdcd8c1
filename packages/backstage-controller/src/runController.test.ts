import { eventually } from '@internal/testbed';
import { checkConfig } from './config/controllerConfig';
import { silentLog } from './log/__testUtils__/silentLog';
import { FakePlatform } from './platform/__testUtils__/FakePlatform';
import { controllerTypes } from './platform/names';
import { runController } from './runController';

const KEY = {
  namespace: 'kratix-platform-system',
  name: 'backstage-controller',
};
const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach(stop => stop.abort()));

/** Runs a replica with a short Lease. */
function start(platform: FakePlatform, identity: string, enabled = true) {
  const stop = new AbortController();
  stops.push(stop);
  const state = { port: 0, leads: false };
  const ended = runController({
    platform,
    config: checkConfig({
      http: { port: 0 },
      leaderElection: {
        enabled,
        leaseDuration: '2s',
        renewDeadline: '1s',
        retryPeriod: '20ms',
      },
    }),
    log: silentLog,
    identity,
    stop: stop.signal,
    onListen: port => {
      state.port = port;
    },
    onLead: () => {
      state.leads = true;
    },
  });
  const ask = (path: string) => fetch(`http://localhost:${state.port}${path}`);
  return { state, ask, ended, stop: () => stop.abort() };
}

const holderOn = async (platform: FakePlatform) =>
  (await platform.find(controllerTypes.leases, KEY))?.spec?.holderIdentity;

it('leads, answers, and gives the Lease up when it is stopped', async () => {
  const platform = new FakePlatform();
  const { state, ask, ended, stop } = start(platform, 'a');
  await eventually('a leader', () => state.leads);
  expect(await holderOn(platform)).toBe('a');
  await eventually('readiness', async () => (await ask('/readyz')).ok);
  expect(await (await ask('/metrics')).text()).toContain(
    'backstage_controller_leader 1',
  );
  expect(await (await ask('/v1/bindings')).json()).toEqual({
    leader: true,
    bindings: [],
  });
  stop();
  expect(await ended).toBe('stopped');
  expect(await holderOn(platform)).toBe('');
  await expect(ask('/healthz')).rejects.toThrow();
});

it('is ready while another replica leads, and is stopped without having led', async () => {
  const platform = new FakePlatform();
  const first = start(platform, 'a');
  await eventually('a leader', () => first.state.leads);
  const second = start(platform, 'b');
  await eventually('its server', () => second.state.port > 0);
  expect((await second.ask('/readyz')).status).toBe(200);
  expect(await (await second.ask('/v1/bindings')).json()).toEqual({
    leader: false,
    bindings: [],
  });
  second.stop();
  expect(await second.ended).toBe('stopped');
  expect(second.state.leads).toBe(false);
  expect(await holderOn(platform)).toBe('a');
});

it('ends when another replica has taken the Lease, and leaves it', async () => {
  const platform = new FakePlatform();
  const { state, ended } = start(platform, 'a');
  await eventually('a leader', () => state.leads);
  const lease = await platform.find(controllerTypes.leases, KEY);
  platform.put(controllerTypes.leases, {
    ...lease!,
    spec: { ...lease!.spec, holderIdentity: 'b' },
  });
  expect(await ended).toBe('lost');
  expect(await holderOn(platform)).toBe('b');
});

it('works alone without a Lease', async () => {
  const platform = new FakePlatform();
  const { state, ended, stop } = start(platform, 'a', false);
  await eventually('its turn', () => state.leads);
  expect(await holderOn(platform)).toBeUndefined();
  stop();
  expect(await ended).toBe('stopped');
});

it('does not start on a port that is taken', async () => {
  const platform = new FakePlatform();
  const first = start(platform, 'a');
  await eventually('its server', () => first.state.port > 0);
  await expect(
    runController({
      platform,
      config: checkConfig({ http: { port: first.state.port } }),
      log: silentLog,
      identity: 'b',
      stop: new AbortController().signal,
    }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
