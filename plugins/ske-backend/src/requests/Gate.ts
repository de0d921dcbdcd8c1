import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  isPromise,
  refOf,
  type Manifest,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Access } from '../access/Access';
import { audited } from '../access/audited';
import type { Platforms } from '../platform/Platforms';
import type { Asker } from './asker';
import { permissionFor } from './describe';

/** What every request goes through: may somebody ask for it, and it is audited. */
export class Gate {
  readonly #platforms: Platforms;
  readonly #access: Access;
  readonly #auditor: AuditorService;

  constructor(options: {
    platforms: Platforms;
    access: Access;
    auditor: AuditorService;
  }) {
    this.#platforms = options.platforms;
    this.#access = options.access;
    this.#auditor = options.auditor;
  }

  /** Whether somebody may ask for it, and what is there now. */
  async checked(asker: Asker, wanted: Manifest, action?: RequestAction) {
    const ref: ObjectRef = { namespace: 'default', ...refOf(wanted) };
    if (isPromise(ref)) {
      throw new InputError(
        'manifest: is a Promise. This action requests Resources; Promises are installed on the platform.',
      );
    }
    const platform = this.#platforms.for(asker.caller);
    const promise = await platform.promiseOf(ref);
    const present = await platform.get(ref).catch(ifNotFound);
    await this.#access.requireResource(
      asker.credentials,
      permissionFor(action, present),
      present ?? wanted,
      promise,
    );
    return { platform, promise, present, ref };
  }

  /** Does the work; who asked, and how it ended, is in the audit log. */
  async audited<T>(
    asker: Asker,
    eventId: string,
    about: ObjectRef | Manifest,
    work: () => Promise<T>,
  ): Promise<T> {
    const { taskId, by, audit } = asker;
    const ref = 'metadata' in about ? refOf(about) : about;
    const meta = { ...ref, ...(taskId ? { taskId } : {}), by, ...audit?.meta };
    return audited(this.#auditor, { ...audit, eventId, meta }, work);
  }
}
