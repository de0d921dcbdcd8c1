/** Somebody who signs in at the test bed's OIDC provider. */
export interface Account {
  name: string;
  email: string;
  groups: string[];
  /** How long an ID token is good for, in seconds; default an hour. */
  tokenSeconds?: number;
}

/** All accounts, by the subject of their tokens. */
export const accounts: Record<string, Account> = {
  anna: {
    name: 'Anna',
    email: 'anna@example.org',
    groups: ['developers', 'team-a'],
  },
  bert: { name: 'Bert', email: 'bert@example.org', groups: ['team-b'] },
  cleo: {
    name: 'Cleo',
    email: 'cleo@example.org',
    groups: ['developers'],
    tokenSeconds: 20,
  },
};

/** The HTML of the sign-in page. */
export const loginPage = () => `<!doctype html>
<html lang="en">
  <title>Test bed sign-in</title>
  <h1>Sign in as</h1>
  <form method="post">
    ${Object.entries(accounts)
      .map(
        ([id, { name }]) =>
          `<button name="account" value="${id}">${name}</button>`,
      )
      .join('\n    ')}
  </form>
</html>
`;
