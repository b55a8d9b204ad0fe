/** The people of the sample fleet on its Git host; `examples/org.yaml` has the same ones in the catalog. */
export const PEOPLE = [
  { login: 'ada', name: 'Ada Lovelace', teams: ['platform', 'developers'] },
  { login: 'grace', name: 'Grace Hopper', teams: ['platform'] },
  { login: 'linus', name: 'Linus Pauling', teams: ['payments', 'developers'] },
  {
    login: 'margaret',
    name: 'Margaret Hamilton',
    teams: ['checkout', 'developers'],
  },
  { login: 'dennis', name: 'Dennis Gabor', teams: ['search', 'developers'] },
  {
    login: 'barbara',
    name: 'Barbara McClintock',
    teams: ['retail', 'developers'],
  },
  { login: 'flotilla-portal', name: 'Flotilla portal', teams: [] },
];

/** The account that the portal acts as on the Git host. */
export const PORTAL_LOGIN = 'flotilla-portal';
