import {
  coreExtensionData,
  type TranslationRefTuple,
} from '@backstage/frontend-plugin-api';
import { skeTranslationRef } from './ref';
import { titles, type TitleKey } from './titles';

/**
 * Names a text that needs no values, as the title of an extension. Before version 1.0 of
 * `@backstage/frontend-plugin-api` titles are texts, and the navigation of an app sorts
 * them as such: there it is the English one.
 */
export const titleKey = (
  key: TitleKey,
): string | TranslationRefTuple<undefined> =>
  'titleTranslation' in coreExtensionData
    ? { ref: skeTranslationRef, key, T: undefined }
    : titles[key];
