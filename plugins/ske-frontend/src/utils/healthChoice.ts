import type { T } from '../translations/useT';
import { isHealthState } from './entityHealth';

/** What somebody has to look at: can be chosen in filters beside the states of health. */
export const ATTENTION = 'attention';

/** A state of health, or {@link ATTENTION}, as filters call it. */
export const healthChoiceText = (t: T, choice: string): string =>
  isHealthState(choice) ? t(`health.${choice}`) : t('list.attention');
