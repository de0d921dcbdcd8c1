import type { JsonObject } from '@backstage/types';
import {
  asText,
  at,
  oncePerObject,
  readPortals,
  type Manifest,
  type Portal,
  type PortalProblem,
  type ReadPortals,
} from '@syntasso/plugin-ske-common';
import { byAge } from '../platform/byAge';
import { controllerTypes } from '../platform/names';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import { isComplete, problemOf } from '../platform/watchState';

/** The portals that Promises can be bound to. */
export type CurrentPortals =
  /** SKEIntegrations cannot be read. */
  | { kind: 'unknown'; message: string }
  /** Nobody has configured any. */
  | { kind: 'none' }
  | {
      kind: 'known';
      portals: Portal[];
      problems: PortalProblem[];
      /** What they are from; undefined where it is the configuration. */
      integration: Manifest | undefined;
    };

const INTEGRATION_TYPE = 'portal-controller';

/** Reads portals from the one SKEIntegration for them; without that CRD, from the configuration. */
export class PortalSource {
  /** On SKEIntegrations; subscribed to by whoever has to know of changes. */
  readonly watch: Watch;
  readonly #configured: ReadPortals | undefined;

  /** @param options.configured - `portals` of the configuration */
  constructor(options: { platform: PlatformApi; configured: JsonObject[] }) {
    this.watch = options.platform.watch({ type: controllerTypes.integrations });
    this.#configured =
      options.configured.length > 0
        ? readPortals(options.configured)
        : undefined;
  }

  get current(): CurrentPortals {
    if (this.watch.state.kind === 'absent') {
      return this.#configured
        ? { kind: 'known', ...this.#configured, integration: undefined }
        : { kind: 'none' };
    }
    if (!isComplete(this.watch)) {
      return {
        kind: 'unknown',
        message:
          problemOf('skeintegrations.platform.syntasso.io', this.watch.state) ??
          'The SKEIntegrations are not read yet.',
      };
    }
    const [integration, ...others] = this.watch.store
      .list()
      .filter(isForPortals)
      .sort(byAge);
    if (!integration) return { kind: 'none' };
    const { portals, problems } = portalsOf(integration);
    return {
      kind: 'known',
      portals,
      problems: [...problems, ...others.map(problemOfSecond(integration))],
      integration,
    };
  }
}

const isForPortals = ({ spec }: Manifest) =>
  asText(at(spec, 'type')) === INTEGRATION_TYPE;

const portalsOf = oncePerObject(({ spec }: Manifest) =>
  readPortals(at(spec, 'portals')),
);

const problemOfSecond =
  (first: Manifest) =>
  (second: Manifest): PortalProblem => ({
    portal: '',
    message: `SKEIntegration "${second.metadata.name}" is of type ${INTEGRATION_TYPE}, too; only the oldest one counts, "${first.metadata.name}". Delete one of them`,
  });
