import { renderWithEntity, type FakeSkeApi } from '../../__testUtils__';
import type { Entity } from '@backstage/catalog-model';
import {
  useKratixResourceFetcher,
  type KratixResourceResult,
  type UseKratixResourceFetcherOptions,
} from '../../index';

/** Uses the hook on the page of an entity, with its banner; resolves to what it last gave. */
export async function fetched(
  entity: Entity,
  api: FakeSkeApi,
  options?: UseKratixResourceFetcherOptions,
): Promise<{ all: KratixResourceResult[]; last: () => KratixResourceResult }> {
  const all: KratixResourceResult[] = [];
  function Page() {
    const result = useKratixResourceFetcher(options);
    all.push(result);
    return <div data-testid="banner">{result.banner}</div>;
  }
  await renderWithEntity(<Page />, entity, api);
  return { all, last: () => all[all.length - 1] };
}
