import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** All texts of the plugin; override them with your app's translations. @public */
export const skeTranslationRef = createTranslationRef({
  id: 'plugin.ske-frontend',
  messages,
  translations: { de: () => import('./de') },
});
