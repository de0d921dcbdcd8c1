import type { JsonValue } from '@backstage/types';
import {
  HIDDEN,
  MASK,
  pathOfStoredSecretMark,
} from '@syntasso/plugin-ske-common';

/** Whether a value stands for a secret that is not shown. */
export const isHiddenSecret = (value: JsonValue | undefined): boolean =>
  value === MASK ||
  value === HIDDEN ||
  pathOfStoredSecretMark(value) !== undefined;
