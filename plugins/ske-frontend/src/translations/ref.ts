import {
  createTranslationRef,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { titles } from './titles';

/**
 * All texts of the plugin; override them with your app's translations. The
 * keys are those of `translations/messages.ts`; spelled out in this type they
 * would come in another order at each build, and break the API report.
 *
 * Of English it has the titles only, because each page of an app loads it; the pages bring
 * the other texts with them.
 *
 * @public
 */
export const skeTranslationRef: TranslationRef<
  'plugin.ske-frontend',
  Record<string, string>
> = createTranslationRef({
  id: 'plugin.ske-frontend',
  messages: titles,
  translations: { de: () => import('./de') },
}) as unknown as TranslationRef<'plugin.ske-frontend', Record<string, string>>;
