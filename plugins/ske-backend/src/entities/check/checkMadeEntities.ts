import type { Entity } from '@backstage/catalog-model';
import type { EntityProblem, ObjectRef } from '@syntasso/plugin-ske-common';
import { checkEntity } from './checkEntity';
import type { FieldProblem } from './repairEntity';

/** The entities of an object as they are made, before they are checked. */
export interface MadeEntities {
  entities: Entity[];
  /** Why there is no Template where there should be one. */
  templateProblem?: FieldProblem;
  /** What of the offering's customisation does not count. */
  customizationProblems?: FieldProblem[];
}

/** The entities of an object as the catalog takes them, and what is left out. */
export async function checkMadeEntities(
  { kind, namespace, name }: ObjectRef,
  made: MadeEntities,
): Promise<{ entities: Entity[]; problems: EntityProblem[] }> {
  const checked = await Promise.all(
    made.entities.map(async original => ({
      kind: original.kind,
      ...(await checkEntity(original)),
    })),
  );
  const toEntityProblem = (entity: string, problem: FieldProblem) => ({
    object: { kind, namespace, name },
    entity,
    ...problem,
  });
  return {
    entities: checked.flatMap(({ entity }) => (entity ? [entity] : [])),
    problems: [
      ...checked.flatMap(one =>
        one.problems.map(problem => toEntityProblem(one.kind, problem)),
      ),
      ...(made.templateProblem
        ? [toEntityProblem('Template', made.templateProblem)]
        : []),
      ...(made.customizationProblems ?? []).map(problem =>
        toEntityProblem('Component', problem),
      ),
    ],
  };
}
