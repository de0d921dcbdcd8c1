import type { ReactElement, ReactNode } from 'react';
import type { Manifest } from '@syntasso/plugin-ske-common';

/** What an entity stands for, and a page is about. @public */
export type ResourceType = 'resource' | 'promise';

/** Where a page is with its object. @public */
export enum Stage {
  FETCHING = 'fetching',
  DELETING = 'deleting',
  READY = 'ready',
  ERROR = 'error',
}

/** Options of {@link useKratixResourceFetcher}. @public */
export interface UseKratixResourceFetcherOptions {
  /** Overrides what the entity's annotation says. */
  resourceType?: ResourceType;
}

/** Names a Resource. @public */
export interface EntityIdentifier {
  kind: string;
  namespace: string | undefined;
  name: string;
  /** group/version */
  apiVersion: string;
  /** Name in namespace `default`, or a full entity reference. */
  templateName: string | undefined;
  requestsRepoUrl?: string;
}

/** What {@link useKratixResourceFetcher} knows. @public */
export interface KratixResourceResult {
  /** Null until it is known. */
  resource: Manifest | null;
  /** '' when there is no banner. */
  bannerMessage: string;
  showBanner: boolean;
  /** Empty when there is none. */
  banner: ReactElement;
  resourceType: ResourceType;
  currentStage: Stage;
  /** DELETING also sets the deletion message. */
  setStage: (stage: Stage) => void;
  /** An annotation that names the object is missing or malformed. */
  missingKratixAnnotations: boolean;
  /** Alias of `showBanner`. */
  showDeletionBanner: boolean;
  /** Undefined for a Promise. */
  entityIdentifier: EntityIdentifier | undefined;
}

/** What {@link useKratixResourceFetcher} knows, for {@link KratixResourceManageContent}. @public */
export interface KratixResourceManageContentProps {
  /** Without one, the entity is asked. */
  entityIdentifier: EntityIdentifier | undefined;
  /** While it is {@link Stage}`.DELETING`, nothing can be changed. */
  entityState: Stage;
  /** What is known already. It may be old: what is shown is read from the platform, live. */
  kratixResource: Manifest | null;
  /** Called with {@link Stage}`.DELETING` when a deletion was asked for. */
  setCurrentStage: (stage: Stage) => void;
  /** The app's field extensions. */
  children?: ReactNode;
}
