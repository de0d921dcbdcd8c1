import type { ReactNode } from 'react';
import type { TemplateCardProps } from '@backstage/plugin-scaffolder-react/alpha';
import { KratixTemplateCard as TemplateCard } from '../features/createPage/KratixTemplateCard';
import { WithFields } from './Fields';

/** See the extension of the same name in `plugin.ts`. Children: the app's field extensions. */
export function KratixTemplateCard(
  props: TemplateCardProps & { children?: ReactNode },
) {
  const { template, additionalLinks, onSelected, children } = props;
  return (
    <WithFields elements={children}>
      <TemplateCard
        template={template}
        additionalLinks={additionalLinks}
        // Legacy lists expect the Template.
        onSelected={() => onSelected?.(template)}
      />
    </WithFields>
  );
}
