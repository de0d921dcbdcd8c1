import { z } from 'zod';
import { asText, at, objectsOf } from '../kubernetes/json';

/** Whether a required Promise is there. `otherVersion`: not in the version that is required. */
const requirementStateSchema = z.enum([
  'installed',
  'notInstalled',
  'otherVersion',
  'notAvailable',
  'unknown',
]);

type RequirementState = z.infer<typeof requirementStateSchema>;

/** A requirement of a Promise. @public */
export const requirementSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  state: requirementStateSchema.catch('unknown'),
  installed: z
    .string()
    .optional()
    .describe('the version that is installed, where it is not that one'),
  entityRef: z.string().optional().describe('its Component in the catalog'),
});

/** See {@link requirementSchema}. @public */
export type Requirement = z.infer<typeof requirementSchema>;

/** The Promises that a Promise requires, as far as its status tells of them. @public */
export function requirementsOf(promise: unknown): Requirement[] {
  const states = objectsOf(at(promise, 'status', 'requiredPromises'));
  return objectsOf(at(promise, 'spec', 'requiredPromises')).map(required => {
    const name = asText(required.name) ?? '';
    return {
      name,
      version: asText(required.version),
      state: requirementStateOf(states.find(s => s.name === name)?.state),
    };
  });
}

/** The state that Kratix says in words. */
export const requirementStateOf = (words: unknown): RequirementState =>
  STATES_BY_WORDS.get(words) ?? 'unknown';

const STATES_BY_WORDS = new Map<unknown, RequirementState>([
  ['Requirement installed', 'installed'],
  ['Requirement not available', 'notAvailable'],
  ['Requirement not installed', 'notInstalled'],
  ['Requirement not installed at the specified version', 'otherVersion'],
]);
