import type { TranslationRefTuple } from '@backstage/frontend-plugin-api';
import { skeTranslationRef } from './ref';
import type { MessageKey } from './useT';

/** Names a text that needs no values, as the title of an extension. */
export const titleKey = (key: MessageKey): TranslationRefTuple<undefined> => ({
  ref: skeTranslationRef,
  key,
  T: undefined,
});
