import type { TranslationRefTuple } from '@backstage/frontend-plugin-api';
import { skeTranslationRef } from './ref';
import type { TitleKey } from './titles';

/** Names a text that needs no values, as the title of an extension. */
export const titleKey = (key: TitleKey): TranslationRefTuple<undefined> => ({
  ref: skeTranslationRef,
  key,
  T: undefined,
});
