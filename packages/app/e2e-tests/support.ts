import type { Manifest } from '@syntasso/plugin-ske-common';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { isForeignMessage } from './foreignMessages';
import {
  componentPage,
  everyComponent,
  kratixPage,
  MAIN_APP,
  openTab,
} from './testedApp';

/**
 * The catalog's page asks for the ancestry of an entity that has just been deleted, and
 * the catalog's backend answers that this is forbidden.
 */
const NOT_OUR_CALLS = /getEntityAncestors/;

/** Collects errors and warnings of the browser's console that our pages cause. */
export function watchConsole(page: Page): string[] {
  const ours: string[] = [];
  page.on('console', message => {
    if (!['error', 'warning'].includes(message.type())) return;
    const text = message.text();
    if (!isForeignMessage(text)) ours.push(text);
  });
  page.on('pageerror', error => {
    if (!NOT_OUR_CALLS.test(error.stack ?? '')) ours.push(error.message);
  });
  return ours;
}

/** Signs in as guest; ends on the wanted page. */
export async function signIn(page: Page, path = '/') {
  await page.goto(path);
  const enter = page.getByRole('button', { name: 'Enter' });
  await enter.click({ timeout: 90_000 });
  // Leaving the page before it is hidden would cancel the sign-in.
  await expect(enter).toBeHidden({ timeout: 60_000 });
}

/** The catalog's list of everything, in the app that Playwright has started. */
export const EVERY_COMPONENT = everyComponent(MAIN_APP);

/** Opens the request dialog on its Promise's page, as soon as it can be requested. */
export async function openRequestDialog(
  page: Page,
  kind: string,
  app = MAIN_APP,
): Promise<Locator> {
  await expect(async () => {
    await page.goto(kratixPage(app, `${kind.toLowerCase()}-promise`));
    await page
      .getByRole('button', { name: `Request ${kind}` })
      .first()
      .click({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  return page.getByRole('dialog', { name: `Request ${kind}` });
}

/** The spec of a Resource in most tests. */
export const SIZED = {
  type: 'object',
  required: ['size'],
  properties: { size: { type: 'string', enum: ['small', 'large'] } },
};

/** Fills in a name and the size `small` of `SIZED`, in a dialog that has just opened. */
export async function fillSmall(dialog: Locator, name: string) {
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByText('small', { exact: true }).click();
}

/** Opens the page of a request whose Resource has none yet. */
export async function openPendingRequest(
  page: Page,
  kind: string,
  name: string,
  app = MAIN_APP,
) {
  await expect(async () => {
    await page.goto(everyComponent(app));
    // What the new and the legacy frontend system call it.
    await page
      .getByPlaceholder(/^(?:Search|Filter)$/)
      .first()
      .fill(name);
    await page
      .getByRole('link', { name: `${name} ${kind}` })
      .first()
      .click({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await openTab(page, app, 'Kratix');
}

/** Opens one of our pages of an entity as soon as the catalog has it. */
export async function openEntity(
  page: Page,
  entity: string,
  app = MAIN_APP,
  tab: '' | '/manage' = '',
) {
  await expect(async () => {
    await page.goto(kratixPage(app, entity, tab));
    await expect(
      page.getByRole('link', { name: 'Manage', exact: true }),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
}

/** Waits until the catalog has no such entity any more. */
export async function expectGone(page: Page, entity: string, app = MAIN_APP) {
  await expect(async () => {
    await page.goto(componentPage(app, entity));
    await expect(page.getByText(/not found/i).first()).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 90_000 });
}

/** Expects that axe finds nothing serious in a part of the page. */
export async function expectAccessible(page: Page, scope: string) {
  const { violations } = await new AxeBuilder({ page })
    .include(scope)
    .analyze();
  const serious = violations.filter(v =>
    ['serious', 'critical'].includes(v.impact ?? ''),
  );
  expect(
    serious.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`),
  ).toEqual([]);
}

/** Expects that the page does not scroll sideways, once Backstage's sidebar has closed. */
export async function expectNoSidewaysScroll(page: Page) {
  const overflow = () =>
    page.evaluate(
      () =>
        document.documentElement.scrollWidth -
        document.documentElement.clientWidth,
    );
  await expect.poll(overflow).toBeLessThanOrEqual(0);
}

/** How far things on a page have jumped at once, as browsers measure it, and which. */
export interface LayoutShift {
  score: number;
  moved: string[];
}

/** An entry of the browser about it, which TypeScript does not know. */
type ShiftEntry = PerformanceEntry & {
  value?: number;
  hadRecentInput?: boolean;
  sources?: { node?: Node | null }[];
};

/**
 * Records from now on what jumps on the page, until another one is loaded; gives what it
 * has not given yet. What moves because of a key or a click does not count.
 */
export async function recordLayoutShifts(
  page: Page,
): Promise<() => Promise<LayoutShift[]>> {
  const recorder = await page.evaluateHandle(() => {
    const shifts: LayoutShift[] = [];
    const nameOf = (node: Node | null | undefined) => {
      const element = node instanceof Element ? node : node?.parentElement;
      const text = element?.textContent?.slice(0, 40) ?? '';
      return `${element?.localName ?? 'something that is gone'} ${text}`;
    };
    const note = (entries: ShiftEntry[]) => {
      for (const { value = 0, hadRecentInput, sources = [] } of entries) {
        if (hadRecentInput) continue;
        shifts.push({
          score: value,
          moved: sources.map(({ node }) => nameOf(node)),
        });
      }
    };
    const observer = new PerformanceObserver(list => note(list.getEntries()));
    observer.observe({ type: 'layout-shift' });
    return {
      take: () => {
        note(observer.takeRecords());
        return shifts.splice(0);
      },
    };
  });
  return () => recorder.evaluate(({ take }) => take());
}

/** Adds up from now on how far things on the page jump: 0 is nothing. */
export async function watchLayoutShift(
  page: Page,
): Promise<() => Promise<number>> {
  const takeShifts = await recordLayoutShifts(page);
  let total = 0;
  return async () => {
    for (const { score } of await takeShifts()) total += score;
    return total;
  };
}

/** A Promise that offers Resources of a kind, without workflows. */
export function promiseWithoutWorkflows(options: {
  name: string;
  group: string;
  kind: string;
  spec: object;
  /** Schemas of what stands beside the spec. */
  fields?: Record<string, object>;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
}): Manifest {
  const { name, group, kind, spec, fields, annotations, labels } = options;
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: { name, annotations, labels },
    spec: {
      api: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${singular}s.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: { kind, plural: `${singular}s`, singular },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: { ...fields, spec },
                },
              },
            },
          ],
        },
      },
    },
  };
}
