import type { JsonObject } from '@backstage/types';
import type {
  GenerationOptions,
  PipelineContainer,
  Recipe,
  TemplateDelivery,
} from '@syntasso/plugin-ske-common';

/** Where entities go. */
export interface Target {
  /** Undefined for what is bound by the label `kratix.io/backstage`. */
  portal: string | undefined;
  delivery: TemplateDelivery;
  /** Labels of the Destinations; each one must match. */
  destinationSelectors: Record<string, string>[];
  /** Folder of the Destination, for Git and buckets. */
  destinationPath: string;
}

/** The pod in which the containers of a lane run. */
export interface LanePod {
  /** In the order in which they run; also those that apply recipes. */
  containers: PipelineContainer[];
  volumes: JsonObject[];
  imagePullSecrets: JsonObject[];
  /** In the controller's namespace; without it the containers have no token. */
  serviceAccount: string | undefined;
  /** How often the Job is tried again; undefined for the default. */
  backoffLimit: number | undefined;
  /** `nodeSelector`, `tolerations` and `affinity`, as in a pod. */
  scheduling: JsonObject;
}

/** What is done with entities between their making and their writing. */
export type Lane =
  | { kind: 'recipes'; recipes: Recipe[] }
  /** Containers have to run. */
  | { kind: 'job'; pod: LanePod }
  /** None of it counts. */
  | { kind: 'refused'; message: string };

/** How the entities of a Promise and its Resources are made, and where they go. */
export interface Binding {
  target: Target;
  options: GenerationOptions;
  lanes: { promise: Lane; resource: Lane };
  /** What customisations say and what does not count. */
  problems: string[];
}

/** What a Promise's labels say. */
export type ResolvedBinding =
  | { kind: 'unbound' }
  | { kind: 'bound'; binding: Binding; message: string }
  | { kind: 'failed'; reason: string; message: string };
