/** What brings the embedded platform up, step by step. */
export interface PlatformSteps {
  /** The folder with the programs; undefined where they are still to be got. */
  programs: string | undefined;
  /** Gets them; takes minutes. */
  getPrograms(): Promise<string>;
  /** Answers at the API server's port meanwhile. */
  startPlaceholder(): Promise<{ stop(): Promise<void> }>;
  /** Whoever needs only the kubeconfig may start. */
  onKubeconfig(): void;
  startEtcd(programs: string): Promise<void>;
  startApiServer(programs: string): Promise<void>;
}

/**
 * Performs the steps in their order. Where programs are missing, a placeholder has the
 * port until the API server takes it.
 *
 * @throws what a step throws, or what the signal aborts with; then the placeholder is gone.
 */
export async function bringUp(
  steps: PlatformSteps,
  signal?: AbortSignal,
): Promise<void> {
  const placeholder =
    steps.programs === undefined ? await steps.startPlaceholder() : undefined;
  try {
    signal?.throwIfAborted();
    steps.onKubeconfig();
    const programs = steps.programs ?? (await steps.getPrograms());
    signal?.throwIfAborted();
    await steps.startEtcd(programs);
    await placeholder?.stop();
    signal?.throwIfAborted();
    await steps.startApiServer(programs);
    signal?.throwIfAborted();
  } finally {
    await placeholder?.stop();
  }
}
