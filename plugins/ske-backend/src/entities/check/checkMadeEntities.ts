import type { Entity } from '@backstage/catalog-model';
import type { EntityProblem, ObjectRef } from '@syntasso/plugin-ske-common';
import { checkEntity, type CheckedEntity } from './checkEntity';
import type { FieldProblem } from './repairEntity';

/** The entities of an object as they are made, before they are checked. */
export interface MadeEntities {
  entities: Entity[];
  /** What they were before a customisation has changed them, where one has. */
  unpatched?: {
    entities: Entity[];
    /** The customisation and its field. */
    place: string;
  };
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
  const { checked, patchProblems } = await checkPatched(made);
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
      ...[...patchProblems, ...(made.customizationProblems ?? [])].map(
        problem => toEntityProblem('Component', problem),
      ),
    ],
  };
}

type Checked = CheckedEntity & { kind: string };

const checkAll = (entities: Entity[]): Promise<Checked[]> =>
  Promise.all(
    entities.map(async original => ({
      kind: original.kind,
      ...(await checkEntity(original)),
    })),
  );

/** A customisation that makes what the catalog refuses changes nothing. */
async function checkPatched({ entities, unpatched }: MadeEntities): Promise<{
  checked: Checked[];
  patchProblems: FieldProblem[];
}> {
  const checked = await checkAll(entities);
  const refused = checked.filter(({ entity }) => entity === undefined);
  if (!unpatched || refused.length === 0) return { checked, patchProblems: [] };
  return {
    checked: await checkAll(unpatched.entities),
    patchProblems: refused.flatMap(({ kind, problems }) =>
      problems
        .filter(({ field }) => field === 'entity')
        .map(({ reason }) => ({
          field: unpatched.place,
          reason: `${reason} (the ${kind} after its recipes). None of its recipes is applied.`,
          remedy: 'Correct the recipes.',
        })),
    ),
  };
}
