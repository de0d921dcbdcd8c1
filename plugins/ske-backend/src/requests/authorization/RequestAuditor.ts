import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  refOf,
  type Manifest,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { Budgets } from '../../access/Budgets';
import { runAudited } from '../../access/runAudited';
import type { Requester } from '../Requester';

/** Audits requests: who made them, for what, and how they ended. */
export class RequestAuditor {
  readonly #auditor: AuditorService;
  readonly #budgets: Budgets;

  constructor(options: { auditor: AuditorService; budgets: Budgets }) {
    this.#auditor = options.auditor;
    this.#budgets = options.budgets;
  }

  /**
   * Counts a write in the person's budget, does the work, and audits how it ended.
   *
   * @param fields - further fields of the event; those of its result are known when
   * it has succeeded
   */
  async run<T>(
    requester: Requester,
    eventId: string,
    about: ObjectRef | Manifest,
    work: () => Promise<T>,
    fields: { meta?: JsonObject; ofResult?: (result: T) => JsonObject } = {},
  ): Promise<T> {
    const ref = 'metadata' in about ? refOf(about) : about;
    await this.#budgets.spend(requester.credentials, 'writes');
    const meta = { ...ref, ...fields.meta };
    return this.runAs(requester, { eventId }, meta, work, fields.ofResult);
  }

  /** Does the work and audits it, without counting a write. */
  async runAs<T>(
    requester: Requester,
    event: Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'>,
    about: JsonObject,
    work: () => Promise<T>,
    ofResult?: (result: T) => JsonObject,
  ): Promise<T> {
    const { taskId, by, audit } = requester;
    const meta = {
      ...about,
      ...(taskId ? { taskId } : {}),
      // Without a request the auditor takes the plugin for the actor.
      actor: by,
      ...audit?.meta,
    };
    const auditEvent = { ...audit, ...event, meta };
    return runAudited(this.#auditor, auditEvent, work, ofResult);
  }
}
