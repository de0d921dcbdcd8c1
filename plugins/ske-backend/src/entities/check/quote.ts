import { MASK, maskSecretTexts } from '@syntasso/plugin-ske-common';

const LONGEST = 80;

/** A value of an object for a sentence: short, and without what looks like a secret. */
export const quote = (value: unknown): string =>
  maskSecretTexts(JSON.stringify(value) ?? 'undefined', MASK).slice(0, LONGEST);
