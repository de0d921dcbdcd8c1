import { KubeConfig } from '@kubernetes/client-node';
import type { Page } from '@playwright/test';
import { KubernetesClient, SharedInformer } from '@syntasso/plugin-ske-node';
import { ms, quantile, ratio, type Row } from './row';

const CHANGES = 100;
const TYPE = {
  group: 'marketplace.example.org',
  version: 'v1alpha1',
  plural: 'redis',
};
const KEY = { namespace: 'default', name: 'checkout-cache' };

/** The page that {@link measureStatusToDom} looks at. */
export const RESOURCE_PAGE =
  '/catalog/default/component/checkout-cache-redis/kratix';

/** Measures the time from a status change on the platform to its text on the page. */
export async function measureStatusToDom(
  page: Page,
  kubeconfig: string,
): Promise<Row[]> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const client = new KubernetesClient(config);
  const bare = new Map<string, number>();
  const informer = new SharedInformer({
    client: new KubernetesClient(config),
    type: TYPE,
  });
  const end = informer.subscribe({
    onChange: ({ object }) => {
      const { message } = (object.status ?? {}) as { message?: string };
      if (message && !bare.has(message)) bare.set(message, Date.now());
    },
  });
  await informer.synced(AbortSignal.timeout(30_000));
  await page.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const found = /bench \d+ end/.exec(document.body.innerText)?.[0];
      if (found) seen[found] ??= performance.timeOrigin + performance.now();
    }).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const dom: number[] = [];
  const watch: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const message = `bench ${change} end`;
    const started = Date.now();
    await client.patch(TYPE, KEY, { status: { message } }, 'status');
    const at = await page.waitForFunction(
      text =>
        (window as unknown as { seen: Record<string, number> }).seen[text],
      message,
      { polling: 20, timeout: 10_000 },
    );
    dom.push(((await at.jsonValue()) as number) - started);
    watch.push((bare.get(message) ?? Date.now()) - started);
  }
  end();
  informer.stop();
  const how = `${CHANGES} status changes, one after another; peer: a bare watch on the same object in the same run. Goal: p95 at most 100 ms behind it.`;
  return ([0.5, 0.95] as const).map(share => {
    const [ours, peer] = [quantile(dom, share), quantile(watch, share)];
    return {
      what: `status change → DOM, p${share * 100}`,
      ours: ms(ours),
      against: `${ms(peer)} (bare watch), ${ms(ours - peer)} behind`,
      ratio: ratio(ours, peer),
      how,
    };
  });
}
