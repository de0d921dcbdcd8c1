import {
  createTranslationRef,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/**
 * All texts of the plugin; override them with your app's translations. The
 * keys are those of `translations/messages.ts`; spelled out in this type they
 * would come in another order at each build, and break the API report.
 *
 * @public
 */
export const skeTranslationRef: TranslationRef<
  'plugin.ske-frontend',
  Record<string, string>
> = createTranslationRef({
  id: 'plugin.ske-frontend',
  messages,
  translations: { de: () => import('./de') },
}) as unknown as TranslationRef<'plugin.ske-frontend', Record<string, string>>;
