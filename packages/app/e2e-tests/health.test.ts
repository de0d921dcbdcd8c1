import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { annotations, identify } from '@syntasso/plugin-ske-common';
import { EVERY_COMPONENT, signIn } from './support';

/** The state of an object's health, by the place that says it. */
type HealthByPlace = Record<string, string>;

/** The states that examples stay in. */
const LASTING_STATES = [
  'ready',
  'failed',
  'degraded',
  'paused',
  'pending',
  'deleting',
  'unknown',
];

const expectHealth = (where: Locator, state: string) =>
  expect(where.locator('[data-health]').first()).toHaveAttribute(
    'data-health',
    state,
    { timeout: 60_000 },
  );

/** Reads routes of the backend as the guest. */
async function connect({ request }: Page, baseURL: string) {
  const backend = new URL(baseURL);
  backend.port = String(Number(backend.port) + 7);
  const answer = await request.post(`${backend.origin}/api/auth/guest/refresh`);
  const { backstageIdentity } = await answer.json();
  const headers = { authorization: `Bearer ${backstageIdentity.token}` };
  return async (path: string, query: object = {}) => {
    const words = new URLSearchParams(Object.entries(query));
    const response = await request.get(
      `${backend.origin}/api/${path}?${words}`,
      { headers },
    );
    expect(response.status(), path).toBe(200);
    return response.json();
  };
}

/** The health of each Promise and Resource of the examples, in all places. */
async function readHealths(
  read: Awaited<ReturnType<typeof connect>>,
): Promise<Map<string, HealthByPlace>> {
  const healths = new Map<string, HealthByPlace>();
  const note = (ref: string, place: string, state: string) =>
    healths.set(ref, { ...healths.get(ref), [place]: state });
  const { items } = await read('catalog/entities/by-query', {
    filter: `kind=component,metadata.annotations.${annotations.health}`,
    limit: '500',
  });
  for (const entity of items as Entity[]) {
    const ref = stringifyEntityRef(entity);
    const identity = identify(entity);
    note(ref, 'catalog', entity.metadata.annotations![annotations.health]);
    if (identity.kind === 'promise') {
      const page = await read(`ske/v1/promises/${identity.promiseName}`);
      note(ref, 'page', page.health.state);
      const { rows } = await read(
        `ske/v1/promises/${identity.promiseName}/resources`,
        { limit: '50' },
      );
      for (const row of rows) note(row.entityRef, 'table', row.health.state);
    } else if (identity.kind === 'resource') {
      const page = await read('ske/v1/resource', identity.ref);
      note(ref, 'page', page.health.state);
    }
  }
  return healths;
}

test('every place says the same of every example', async ({
  page,
  baseURL,
}) => {
  await signIn(page);
  const read = await connect(page, baseURL!);
  await expect(async () => {
    const healths = await readHealths(read);
    const different = [...healths].filter(
      ([, places]) => new Set(Object.values(places)).size > 1,
    );
    expect(different).toEqual([]);
    const states = [...healths.values()].map(({ page: state }) => state);
    expect(states).toEqual(expect.arrayContaining(LASTING_STATES));
  }).toPass({ timeout: 90_000 });

  for (const name of ['kiosk', 'lander']) {
    const entity = `/catalog/default/component/${name}-webapp`;
    await page.goto(entity);
    await expectHealth(page.getByRole('main'), 'degraded');
    await page.goto(`${entity}/kratix`);
    await expectHealth(page.getByRole('main'), 'degraded');
    for (const list of [
      '/catalog/default/component/webapp-promise/kratix',
      EVERY_COMPONENT,
      `${EVERY_COMPONENT}&filters[kratixCall]=attention`,
    ]) {
      await page.goto(list);
      const row = page
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name: new RegExp(name) }) })
        .last();
      await expectHealth(row, 'degraded');
    }
    const hit = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: new RegExp(name) }) })
      .last();
    await expect(async () => {
      await page.goto(`/search?query=${name}`);
      await expect(hit).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await expectHealth(hit, 'degraded');
  }
});
