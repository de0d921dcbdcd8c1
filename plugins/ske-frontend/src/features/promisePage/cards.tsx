import type { ComponentType } from 'react';
import type { PromiseView } from '@syntasso/plugin-ske-common';
import type { PageCard } from '../../components/PageCards';
import { promiseCardOrder, type PromiseCardName } from './cardOrder';
import { PromiseAboutCard } from './PromiseAboutCard';
import { PromiseDetailsCard } from './PromiseDetailsCard';
import { PromiseHeaderCard } from './PromiseHeaderCard';
import { ResourcesCard } from './ResourcesCard';
import { ResourcesHealthCard } from './ResourcesHealthCard';
import { usePromiseView } from './usePromiseView';

/** The cards of a Promise's page, which take what they show from the page. */
export const promiseCards: Record<PromiseCardName, ComponentType> = {
  header: withView(PromiseHeaderCard),
  resources: withView(ResourcesCard),
  details: withView(PromiseDetailsCard),
  about: withView(PromiseAboutCard),
  'resources-health': withView(ResourcesHealthCard),
};

/** All of them, for a page that nobody has configured. */
export const defaultPromiseCards: PageCard[] = promiseCardOrder.map(
  ({ name, type }) => {
    const Card = promiseCards[name];
    return { id: name, type, element: <Card /> };
  },
);

function withView(Card: ComponentType<{ view: PromiseView }>) {
  return function PromiseCard() {
    return <Card view={usePromiseView()} />;
  };
}
