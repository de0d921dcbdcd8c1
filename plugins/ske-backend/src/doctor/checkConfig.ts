import type { Config } from '@backstage/config';
import { checkSkeConfig, type SkeConfig } from '../config/skeConfig';
import { findingsAbout, messageOf, type Finding } from './findings';

const { ok, error } = findingsAbout('config');

/** Whether everything below `ske` is right, and what it is. */
export function checkConfig(config: Config): {
  findings: Finding[];
  skeConfig?: SkeConfig;
} {
  try {
    const checked = checkSkeConfig(config);
    if (checked.kind === 'invalid') {
      return { findings: checked.problems.map(problem => error(problem)) };
    }
    const { skeConfig } = checked;
    const mode = skeConfig.mode ?? 'kubernetes';
    return {
      skeConfig,
      findings: [ok(`ske in app-config is right (mode ${mode}).`)],
    };
  } catch (failure) {
    return {
      findings: [
        error(
          `app-config cannot be read: ${messageOf(failure)}`,
          'Correct it; Backstage does not start with it either.',
        ),
      ],
    };
  }
}
