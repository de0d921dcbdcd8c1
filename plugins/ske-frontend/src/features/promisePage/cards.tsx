import type { ComponentType } from 'react';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { defaultPageCards } from '../../components/PageCards';
import { promiseCardOrder, type PromiseCardName } from './cardOrder';
import { PromiseAboutCard } from './PromiseAboutCard';
import { PromiseDetailsCard } from './PromiseDetailsCard';
import { PromiseHeaderCard } from './PromiseHeaderCard';
import { ResourcesCard } from './ResourcesCard';
import { ResourcesHealthCard } from './ResourcesHealthCard';
import { usePromiseView } from './usePromiseView';
import { VersionsCard } from './versions/VersionsCard';

/** The cards of a Promise's page, which take what they show from the page. */
export const promiseCards: Record<PromiseCardName, ComponentType> = {
  header: withView(PromiseHeaderCard),
  resources: withView(ResourcesCard),
  versions: withView(VersionsCard),
  details: withView(PromiseDetailsCard),
  about: withView(PromiseAboutCard),
  'resources-health': withView(ResourcesHealthCard),
};

/** See {@link defaultPageCards}. */
export const defaultPromiseCards = defaultPageCards(
  promiseCardOrder,
  promiseCards,
);

function withView(Card: ComponentType<{ view: OfferingView }>) {
  return function PromiseCard() {
    return <Card view={usePromiseView()} />;
  };
}
