/**
 * Whether something is for somebody: for everybody when it names no audience,
 * else for whoever claims ownership through one of its groups.
 */
export const inAudience = (audience: string[] | undefined, claims: string[]) =>
  audience === undefined || audience.some(group => claims.includes(group));
