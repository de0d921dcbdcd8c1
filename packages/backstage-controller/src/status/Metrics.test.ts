import { Metrics } from './Metrics';

it('counts what is reconciled and written', async () => {
  const metrics = new Metrics();
  metrics.countReconcile('promise', 0.02, false);
  metrics.countReconcile('promise', 0.02, true);
  metrics.countOutput('written');
  const text = await metrics.registry.metrics();
  for (const line of [
    'backstage_controller_reconcile_total{kind="promise",result="success"} 1',
    'backstage_controller_reconcile_total{kind="promise",result="error"} 1',
    'backstage_controller_reconcile_duration_seconds_count{kind="promise"} 2',
    'backstage_controller_outputs_total{action="written"} 1',
  ]) {
    expect(text).toContain(line);
  }
});

it('reads at each scrape how much waits, and who leads', async () => {
  const metrics = new Metrics();
  let depth = 3;
  metrics.observe({
    queueDepth: () => depth,
    queueAgeSeconds: () => 1.5,
    isLeader: () => true,
  });
  expect(await metrics.registry.metrics()).toContain(
    'backstage_controller_queue_depth 3',
  );
  depth = 0;
  const text = await metrics.registry.metrics();
  expect(text).toContain('backstage_controller_queue_depth 0');
  expect(text).toContain('backstage_controller_queue_oldest_age_seconds 1.5');
  expect(text).toContain('backstage_controller_leader 1');
});

it('has numbers of its own in each replica', async () => {
  new Metrics().countOutput('written');
  expect(await new Metrics().registry.metrics()).not.toContain(
    'action="written"',
  );
});
