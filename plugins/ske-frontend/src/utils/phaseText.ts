import type { T } from '../translations/useT';

const KNOWN_PHASES = [
  'Pending',
  'Running',
  'Succeeded',
  'Failed',
  'Suspended',
] as const;

/** The phase of a pipeline in words; one that a newer Kratix has is shown as it is. */
export function phaseText(t: T, phase: string): string {
  const knownPhase = KNOWN_PHASES.find(known => known === phase);
  return knownPhase ? t(`resource.phase.${knownPhase}`) : phase;
}
