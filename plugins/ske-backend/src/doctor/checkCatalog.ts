import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { identify } from '@syntasso/plugin-ske-common';
import { checkEntity } from '../entities/check/checkEntity';
import { fetchEntities } from './fetchEntities';
import { findingsAbout, messageOf, type Finding } from './findings';

const { ok, warn, error } = findingsAbout('catalog');

/** What this plugin publishes; others may stand for a Promise, too. */
const CHECKED_KINDS = ['Component', 'Template'];

/** Whether the entities in the catalog of a running backend are right. */
export async function checkCatalog(backend: {
  url: string;
  token: string;
}): Promise<Finding[]> {
  try {
    return await checkEntities(await fetchEntities(backend));
  } catch (failure) {
    return [error(messageOf(failure))];
  }
}

/**
 * Whether the annotations of Promises and Resources are right, their Templates are there,
 * and the catalog would take all of them again.
 *
 * @param entities - with those that are none of ours, such as other Templates
 */
export async function checkEntities(entities: Entity[]): Promise<Finding[]> {
  const ours = entities.map(entity => ({
    entity,
    ref: stringifyEntityRef(entity),
    identity: identify(entity),
  }));
  const refs = new Set(ours.map(({ ref }) => ref));
  const templateRefs = new Set<string>();
  const findings: Finding[] = [];
  const counts = { promise: 0, resource: 0 };
  for (const { ref, identity } of ours) {
    if (identity.kind === 'none') continue;
    if (identity.kind === 'invalid') {
      findings.push(
        ...identity.problems.map(({ annotation, problem, remedy }) =>
          error(`${ref}: ${annotation} ${problem}.`, remedy),
        ),
      );
      continue;
    }
    counts[identity.kind] += 1;
    const { fallbackStatus, templateRef } = identity;
    if (fallbackStatus.kind === 'unreadable') {
      const { annotation, problem, remedy } = fallbackStatus.problem;
      findings.push(warn(`${ref}: ${annotation} ${problem}.`, remedy));
    }
    if (templateRef === undefined) continue;
    templateRefs.add(templateRef);
    if (!refs.has(templateRef)) {
      findings.push(
        warn(
          `${ref} names ${templateRef}, which the catalog does not have.`,
          'Add the Template, or correct the annotation; without it nobody can request one.',
        ),
      );
    }
  }
  for (const { entity, ref, identity } of ours) {
    if (!CHECKED_KINDS.includes(entity.kind)) continue;
    if (identity.kind === 'none' && !templateRefs.has(ref)) continue;
    const { problems } = await checkEntity(entity);
    findings.push(
      ...problems.map(({ field, reason, remedy }) =>
        warn(`${ref}: ${field}: ${reason}`, remedy),
      ),
    );
  }
  if (findings.length > 0) return findings;
  return [
    counts.promise > 0
      ? ok(
          `${counts.promise} Promises and ${counts.resource} Resources are right, with ${templateRefs.size} Templates.`,
        )
      : warn(
          'The catalog has no Promise.',
          'Install one on the platform; where ske.discovery.promises is labelled, give it the label kratix.io/backstage: "true".',
        ),
  ];
}
