import {
  acceptanceOf,
  type Manifest,
  type PortalCustomization,
} from '@syntasso/plugin-ske-common';
import { canRunJobs } from '../config/jobsConfig';
import { readLane } from '../entities/lanes';
import { controllerTypes } from '../platform/names';
import type { WantedCondition } from '../status/ConditionWriter';
import { entityCustomizationOf, portalCustomizationOf } from './createResolve';
import type { SyncContext } from './SyncContext';

const ACCEPTED = 'Accepted';

/** Says on customisations whether they count. */
export class CustomizationReconciler {
  readonly #context: SyncContext;

  constructor(context: SyncContext) {
    this.#context = context;
  }

  async reconcilePortal(name: string): Promise<void> {
    const { portalCustomizations, conditions, config } = this.#context;
    const object = portalCustomizations.store.get(undefined, name);
    if (!object) return;
    const customization = portalCustomizationOf(object);
    const problem = firstProblemOf(customization, canRunJobs(config.jobs));
    const accepted = acceptanceOf(customization);
    await conditions.set(controllerTypes.portalCustomizations, object, [
      {
        type: ACCEPTED,
        ...accepted,
        message: problem ? `${accepted.message} ${problem}` : accepted.message,
      },
    ]);
  }

  async reconcileEntity(name: string): Promise<void> {
    const { entityCustomizations, conditions } = this.#context;
    const object = entityCustomizations.store.get(undefined, name);
    if (!object) return;
    await conditions.set(controllerTypes.entityCustomizations, object, [
      { type: ACCEPTED, ...entityAcceptanceOf(object) },
    ]);
  }
}

/** What does not count in it, or keeps it from being applied. */
function firstProblemOf(
  customization: PortalCustomization,
  runsContainers: boolean,
) {
  const [problem] = customization.problems;
  if (problem) return sentenceOf(problem);
  for (const lane of ['promise', 'resource'] as const) {
    const given = customization[lane];
    const read = readLane(
      [
        {
          where: `spec.${lane}.configure`,
          containers: given?.containers ?? [],
          spec: given?.spec,
        },
      ],
      { runsContainers, imagePullSecrets: [] },
    );
    if (read.kind === 'refused') return read.message;
  }
  return undefined;
}

function entityAcceptanceOf(object: Manifest): Omit<WantedCondition, 'type'> {
  const { problems } = entityCustomizationOf(object);
  return problems.length === 0
    ? {
        status: 'True',
        reason: 'Validated',
        message: 'The customization is valid',
      }
    : {
        status: 'False',
        reason: 'Invalid',
        message: `What is right counts; this does not: ${problems
          .map(sentenceOf)
          .join(' ')}`,
      };
}

const sentenceOf = (about: {
  field: string;
  problem: string;
  remedy: string;
}) => `${about.field}: ${about.problem}. ${about.remedy}`;
