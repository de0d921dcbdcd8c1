import { KubeConfig } from '@kubernetes/client-node';
import type { Page } from '@playwright/test';
import { specPages } from '@syntasso/plugin-ske-common';
import { KubernetesClient, resourceTypes } from '@syntasso/plugin-ske-node';
import { bigSchema, countNodes } from './bigSchema';
import { ms, quantile, ratio, type Row } from './row';

/** Prometheus has about 2 100 nodes; the largest that platform teams offer are not much larger. */
const SIZES = [250, 500, 1_000, 2_100, 4_000];
const KEYS = 40;
const DRAWN_MS = 300;
const KEY_MS = 50;
const GENERATED_MS = 5;
const GENERATIONS = 20;

/** Measures generating, drawing and typing into a form, by the size of its schema. */
export async function measureForms(
  page: Page,
  url: string,
  kubeconfig: string,
  say: (text: string) => void,
): Promise<Row[]> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const client = new KubernetesClient(config);
  const rows: Row[] = [];
  for (const size of SIZES) {
    const spec = bigSchema(size);
    const nodes = countNodes(spec);
    say(`Form of ${nodes} nodes …`);
    const kind = `Bench${size}`;
    await client.create(resourceTypes.promises, promiseOf(kind, spec));
    const drawn = await measureDrawing(page, url, kind);
    const typed = await measureTyping(page);
    const made = measureGeneration(spec, nodes);
    rows.push(
      row(`form of ${nodes} nodes: drawn`, drawn, DRAWN_MS),
      row(`form of ${nodes} nodes: key → paint, p95`, typed, KEY_MS),
      row(`form of ${nodes} nodes: made, per 1 000`, made, GENERATED_MS),
    );
    await client.delete(resourceTypes.promises, {
      name: `bench${size}`,
    });
  }
  return rows;
}

const row = (what: string, ours: number, limit: number): Row => ({
  what,
  ours: ms(ours),
  against: `${ms(limit)} (goal)`,
  ratio: ratio(ours, limit),
  how: `Drawn: from the Template's answer until the form is painted, in the production build. Key → paint: ${KEYS} keys in a text field with all fields of the first level open, by the browser's own event timing (which knows steps of 8 ms). Made: the Template's pages from the CRD's schema, the fastest of ${GENERATIONS}.`,
});

/** From the schema's answer to the painted form, when the dialog is opened. */
async function measureDrawing(
  page: Page,
  url: string,
  kind: string,
): Promise<number> {
  const button = page.getByRole('button', { name: `Request ${kind}` }).first();
  for (let left = 20; ; left -= 1) {
    await page.goto(
      `${url}/catalog/default/component/${kind.toLowerCase()}-promise/kratix`,
    );
    const there = await button
      .waitFor({ timeout: 5_000 })
      .then(() => button.isEnabled())
      .catch(() => false);
    if (there) break;
    if (left === 0) throw new Error(`${kind} cannot be requested`);
  }
  await page.evaluate(() => {
    const times: { painted?: number } = {};
    Object.assign(window, { times });
    new MutationObserver(() => {
      if (times.painted || !document.getElementById('root_objname')) return;
      times.painted = -1;
      requestAnimationFrame(() =>
        setTimeout(() => {
          times.painted = performance.now();
        }),
      );
    }).observe(document.body, { subtree: true, childList: true });
  });
  await button.click();
  await page.waitForFunction(
    () =>
      (window as unknown as { times: { painted: number } }).times.painted > 0,
  );
  return page.evaluate(() => {
    const [answer] = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('/parameter-schema'))
      .slice(-1) as PerformanceResourceTiming[];
    const { painted } = (window as unknown as { times: { painted: number } })
      .times;
    return painted - answer.responseEnd;
  });
}

async function measureTyping(page: Page): Promise<number> {
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('button', { name: /^Show \d+ more/ })
    .first()
    .click();
  const field = dialog.getByRole('textbox', { name: 'Text0', exact: true });
  await field.click();
  await page.evaluate(() => {
    const keys: number[] = [];
    Object.assign(window, { keys });
    new PerformanceObserver(list => {
      for (const { name, duration } of list.getEntries()) {
        if (name === 'keydown') keys.push(duration);
      }
    }).observe({ type: 'event', durationThreshold: 16 } as never);
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('x');
    await page.evaluate(
      () =>
        new Promise(resolve => {
          requestAnimationFrame(() => setTimeout(resolve, 0));
        }),
    );
  }
  const slow = await page.evaluate(
    () => (window as unknown as { keys: number[] }).keys,
  );
  // Events faster than the threshold are not reported: they count as 8 ms.
  const fast = Array.from({ length: KEYS - slow.length }, () => 8);
  return quantile([...slow, ...fast], 0.95);
}

function measureGeneration(spec: object, nodes: number): number {
  const times = Array.from({ length: GENERATIONS }, () => {
    // A fresh object each time: results are cached by object.
    const fresh = structuredClone(spec);
    const started = performance.now();
    specPages(fresh as never);
    return performance.now() - started;
  });
  return (Math.min(...times) / nodes) * 1_000;
}

const promiseOf = (kind: string, spec: object) => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: kind.toLowerCase() },
  spec: {
    api: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${kind.toLowerCase()}s.bench.example.org` },
      spec: {
        group: 'bench.example.org',
        scope: 'Namespaced',
        names: {
          kind,
          plural: `${kind.toLowerCase()}s`,
          singular: kind.toLowerCase(),
        },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', properties: { spec } },
            },
          },
        ],
      },
    },
  },
});
