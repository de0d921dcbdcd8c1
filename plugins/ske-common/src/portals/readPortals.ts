import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { asText, at, isObject } from '../kubernetes/json';
import { DNS_LABEL } from '../kubernetes/nameSchemas';
import {
  portalObjectName,
  type Portal,
  type PortalDestination,
  type PortalStateStore,
  type ReadPortals,
} from './Portal';

/** Its objects' names become labels. */
const LONGEST_NAME = 63 - portalObjectName('').length;

const MODES = ['push', 'pull-request'] as const;
const STORE_KINDS = ['GitStateStore', 'BucketStateStore'] as const;

const text = z.string().min(1);
const jsonObject = z.custom<JsonObject>(isObject, 'must be an object');

const storeSchema = z.object({
  kind: z.unknown().optional(),
  name: text.optional(),
  spec: jsonObject.optional(),
});

const destinationSchema = z.object({
  name: text.optional(),
  spec: z.looseObject({ path: z.string().optional() }).optional(),
});

/** The shape only: what must go together is told in the words of the commercial controller. */
const portalSchema = z.object({
  name: text,
  type: text,
  config: z
    .object({
      mode: z.unknown().optional(),
      destination: destinationSchema.optional(),
      stateStore: storeSchema.optional(),
    })
    .default({}),
  adapterConfig: z
    .object({
      image: text.optional(),
      imagePullSecrets: z.array(pullSecretSchema()).default([]),
      generate: z
        .object({ args: z.array(z.string()).default([]) })
        .default({ args: [] }),
    })
    .optional(),
});

/** Kubernetes has objects with names; values of a chart have names, too. */
function pullSecretSchema() {
  return z.union([text, z.object({ name: text }).transform(one => one.name)]);
}

/**
 * Reads `spec.portals` of an SKEIntegration, or the same list of a chart's values. A
 * portal with a mistake is left out. Never throws.
 *
 * @public
 */
export function readPortals(value: unknown): ReadPortals {
  const { portals, problems }: ReadPortals = { portals: [], problems: [] };
  if (value === undefined || value === null) return { portals, problems };
  if (!Array.isArray(value)) {
    const problem = { portal: '', message: 'portals must be a list' };
    return { portals, problems: [problem] };
  }
  for (const item of value as unknown[]) {
    const read = readPortal(item);
    const message =
      typeof read === 'string'
        ? read
        : repeatedName(portals, read.name, read.type);
    if (message !== undefined) {
      problems.push({ portal: asText(at(item, 'name')) ?? '', message });
    } else if (typeof read !== 'string') portals.push(read);
  }
  return { portals, problems };
}

const repeatedName = (portals: Portal[], name: string, type: string) =>
  portals.some(portal => portal.name === name)
    ? `portal name "${name}" is used more than once for type "${type}"`
    : undefined;

/** The portal, or why it cannot be set up. */
function readPortal(value: unknown): Portal | string {
  const read = portalSchema.safeParse(value);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    return `${path.map(String).join('.') || 'portal'}: ${message}`;
  }
  const { name, type, config, adapterConfig } = read.data;
  if (type !== 'backstage') {
    return `portal "${name}" has type "${type}", which this controller does not serve: only backstage`;
  }
  if (!DNS_LABEL.test(name) || name.length > LONGEST_NAME) {
    return `portal name "${name}" must be lower-case letters, digits and hyphens, at most ${LONGEST_NAME}`;
  }
  const { mode: wantedMode = 'push' } = config;
  const mode = MODES.find(one => one === wantedMode);
  if (mode === undefined) {
    return `portal "${name}" has invalid config.mode ${JSON.stringify(
      wantedMode,
    )}: must be "push" or "pull-request"`;
  }
  const destination = destinationOf(name, config);
  if (typeof destination === 'string') return destination;
  return {
    name,
    type,
    mode,
    destination,
    adapter: {
      image: adapterConfig?.image,
      imagePullSecrets: adapterConfig?.imagePullSecrets ?? [],
      singleSpecPage:
        adapterConfig?.generate.args.some(isSingleSpecPage) ?? false,
    },
  };
}

const isSingleSpecPage = (arg: string) =>
  arg === '--single-spec-page' || arg === '--single-spec-page=true';

type Config = z.infer<typeof portalSchema>['config'];

function destinationOf(
  portal: string,
  { destination = {}, stateStore }: Config,
): PortalDestination | string {
  const { name, spec } = destination;
  const isNamed = name !== undefined;
  if (isNamed === (spec !== undefined)) {
    return `config.destination must set exactly one of name or spec, got ${
      isNamed ? 'both' : 'neither'
    }`;
  }
  if (name !== undefined) return { kind: 'named', name };
  const path = asText(spec?.path);
  if (path === undefined) return 'config.destination.spec.path is required';
  if (!stateStore) {
    return 'config.destination.spec requires a config.stateStore';
  }
  const store = stateStoreOf(portal, stateStore);
  if (typeof store === 'string') return store;
  return {
    kind: 'owned',
    name: portalObjectName(portal),
    path,
    stateStore: store,
  };
}

function stateStoreOf(
  portal: string,
  { kind, name, spec }: z.infer<typeof storeSchema>,
): PortalStateStore | string {
  const storeKind = STORE_KINDS.find(one => one === kind);
  if (storeKind === undefined) {
    return 'config.stateStore.kind is required and must be "GitStateStore" or "BucketStateStore"';
  }
  if (name !== undefined && spec === undefined)
    return { kind: 'named', storeKind, name };
  if (spec !== undefined && name === undefined) {
    return {
      kind: 'owned',
      storeKind,
      name: portalObjectName(portal),
      spec,
    };
  }
  return 'config.stateStore must set exactly one of name or spec';
}
