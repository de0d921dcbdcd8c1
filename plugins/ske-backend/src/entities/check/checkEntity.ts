import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
  type Entity,
} from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import {
  MASK,
  maskSecretTexts,
  oncePerObject,
} from '@syntasso/plugin-ske-common';
import { repairEntity, type FieldProblem } from './repairEntity';

/** An entity as the catalog takes it. */
export interface CheckedEntity {
  /** Undefined where the catalog would refuse it whatever is left out. */
  entity: Entity | undefined;
  problems: FieldProblem[];
}

/** What the catalog checks each entity with, in its order. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const kindValidators = [
  componentEntityV1alpha1Validator,
  templateEntityV1beta3Validator,
];

/**
 * Checks an entity by the catalog's own rules before it is published: the catalog takes
 * an update first, and drops what it refuses later, which only its log says. A Template
 * is long and published often, so it is checked once.
 */
export const checkEntity = oncePerObject(
  async (original: Entity): Promise<CheckedEntity> => {
    const { entity, problems } = repairEntity(original);
    const refusal = await findRefusal(entity);
    if (refusal === undefined) return { entity, problems };
    const problem = {
      field: 'entity',
      reason: `The catalog refuses it: ${maskSecretTexts(refusal, MASK)}`,
      remedy:
        'Correct the object. If nothing is wrong with it, this is an error in the plugin: report it.',
    };
    return { entity: undefined, problems: [...problems, problem] };
  },
);

/** The catalog's own words; undefined where it takes the entity. */
async function findRefusal(entity: Entity): Promise<string | undefined> {
  try {
    const enforced = await policy.enforce(entity);
    for (const validator of kindValidators) {
      if (enforced && (await validator.check(enforced))) return undefined;
    }
    return `it knows no ${entity.kind} of ${entity.apiVersion}`;
  } catch (error) {
    if (isError(error)) return error.message;
    throw error;
  }
}
