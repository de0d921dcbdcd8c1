/**
 * Whether somebody is in an audience: everybody is if there is none, else the members
 * of its groups.
 */
export const inAudience = (audience: string[] | undefined, claims: string[]) =>
  audience === undefined || audience.some(group => claims.includes(group));
