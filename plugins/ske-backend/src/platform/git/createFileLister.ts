import {
  refOf,
  repositoryOnlyHealth,
  subjectKey,
  type ListSubject,
  type Offering,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../../access/Access';
import { PageRows } from '../../live/PageRows';
import { apiKey, offeredApiKey } from '../../live/apiKey';
import { ResourceList } from '../../live/ResourceList';
import { describeResource } from '../../views/resourceSummary';
import type { ResourceFile } from './ResourceFiles';

/** References of Resources' entities, by the {@link subjectKey} of the Resource. */
export type EntityRefs = ReadonlyMap<string, string>;

/** Lists the Resources of some offerings that are in the repository. */
export type FileLister = (
  offerings: Offering[],
  files: ResourceFile[],
  entityRefs: EntityRefs,
) => StreamEvent;

/** Makes what lists Resources as a query orders them, for one viewer. */
export function createFileLister(
  subject: ListSubject,
  viewer: Viewer,
): FileLister {
  const rows = new PageRows();
  return (offerings, files, entityRefs) => {
    const offeringsByApi = byApi(offerings);
    const list = new ResourceList(subject.query, {
      viewer,
      isOfAll: subject.kind === 'allResources',
      describe: offered => ({
        ...describeResource(offered),
        health: repositoryOnlyHealth,
      }),
    });
    list.replace(
      files
        .flatMap(({ manifest: resource }) => {
          const offering = offeringsByApi.get(apiKey(resource));
          return offering ? [{ offering, resource }] : [];
        })
        .filter(offered => !viewer.resourceRefusal(offered)),
    );
    const page = list.page();
    const summaries = rows.of(
      page.rows.map(row => ({
        ...row,
        entityRef: entityRefs.get(
          subjectKey({ kind: 'resource', ref: refOf(row.resource) }),
        ),
      })),
    );
    return {
      kind: 'resources',
      page: { ...page, rows: summaries },
      order: summaries.map(({ uid }) => uid),
    };
  };
}

/** Of two that claim the same API none counts, as for the page of a Resource. */
function byApi(offerings: Offering[]): Map<string, Offering> {
  const offeringsByApi = new Map<string, Offering>();
  const ambiguousApis = new Set<string>();
  for (const offering of offerings) {
    const { api } = offering;
    if (!api) continue;
    const key = offeredApiKey(api);
    if (offeringsByApi.has(key)) ambiguousApis.add(key);
    offeringsByApi.set(key, offering);
  }
  ambiguousApis.forEach(key => offeringsByApi.delete(key));
  return offeringsByApi;
}
