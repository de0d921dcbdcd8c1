/** How often is checked whether the person may still see the same. */
const CHECK_MS = 4 * 60_000;

/** Longer delays run at once in Node. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Reports when a response that stays open must end: the sign-in has expired, or the
 * person may not see the same any more.
 *
 * @returns stops watching
 */
export function watchAccess(options: {
  /** When the sign-in ends; undefined: never. */
  expiresAt: Date | undefined;
  /** Whether they may still see the same; when it throws, they may not. */
  hasSameAccess: () => Promise<boolean>;
  onLost: (reason: 'expired' | 'rights') => void;
  /** How often it is checked; default: 4 min. */
  everyMs?: number;
}): () => void {
  const { expiresAt, hasSameAccess, onLost, everyMs = CHECK_MS } = options;
  const check = async () => {
    const isSame = await hasSameAccess().catch(() => false);
    if (!isSame) onLost('rights');
  };
  const checks = setInterval(() => void check(), everyMs);
  const expiry =
    expiresAt &&
    setTimeout(
      () => onLost('expired'),
      Math.min(expiresAt.getTime() - Date.now(), LONGEST_TIMEOUT_MS),
    );
  return () => {
    clearInterval(checks);
    clearTimeout(expiry);
  };
}
