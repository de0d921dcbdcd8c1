import type { GenerationOptions } from '../customization/generationOptions';
import type { TemplateDelivery } from '../entities/templatePages';
import type { Portal } from './Portal';

/** What the arguments of a portal's adapter change about entities. @public */
export const optionsOfPortal = ({
  adapter,
}: Portal): Partial<GenerationOptions> =>
  adapter.singleSpecPage ? { template: { singleSpecPage: true } } : {};

/** What submitting a Template does that is made for a portal. @public */
export const deliveryOfPortal = ({ mode }: Portal): TemplateDelivery => ({
  type: mode,
  targetBranch: 'main',
});
