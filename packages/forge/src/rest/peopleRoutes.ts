import { Team } from '../people/People';
import { notFound } from '../problems';
import {
  representOrganisation,
  representOrganisationSimple,
  representProfile,
  representSelf,
  representTeam,
  representUser,
} from '../represent/people';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

function requireOrganisation(exchange: Exchange): string {
  const { organisation } = exchange.host.people;
  const asked = exchange.parameter('org');
  if (asked.toLowerCase() !== organisation.toLowerCase()) throw notFound();
  return organisation;
}

/** Teams are the organisation's own: who asks has to say who they are. */
function teamOf(exchange: Exchange): { organisation: string; team: Team } {
  void exchange.actor;
  const organisation = requireOrganisation(exchange);
  const team = exchange.host.people.team(exchange.parameter('slug'));
  if (!team) throw notFound();
  return { organisation, team };
}

function sendMembership(exchange: Exchange) {
  const { organisation, team } = teamOf(exchange);
  const login = exchange.parameter('login');
  const member = team.members.find(
    person => person.login.toLowerCase() === login.toLowerCase(),
  );
  if (!member) throw notFound();
  const { links } = exchange.host;
  const { url } = representTeam(links, organisation, team);
  exchange.send({
    url: `${url}/memberships/${member.login}`,
    role: 'member',
    state: 'active',
  });
}

function addTeamRoutes(routes: Routes) {
  const teams = '/orgs/:org/teams';
  routes.get(teams, exchange => {
    void exchange.actor;
    const { links, people } = exchange.host;
    const organisation = requireOrganisation(exchange);
    const all = people.teams.map(team =>
      representTeam(links, organisation, team),
    );
    exchange.sendPage(exchange.slice(all));
  });
  routes.get(`${teams}/:slug`, exchange => {
    const { organisation, team } = teamOf(exchange);
    const { links } = exchange.host;
    exchange.send({
      ...representTeam(links, organisation, team),
      created_at: '2024-01-01T00:00:00Z',
      updated_at: '2024-01-01T00:00:00Z',
      members_count: team.members.length,
      repos_count: 0,
      organization: representOrganisation(links, organisation),
    });
  });
  routes.get(`${teams}/:slug/members`, exchange => {
    const { team } = teamOf(exchange);
    const members = team.members.map(person =>
      representUser(exchange.host.links, person),
    );
    exchange.sendPage(exchange.slice(members));
  });
  routes.get(`${teams}/:slug/memberships/:login`, sendMembership);
}

/** Users, the organisation and its teams. */
export function addPeopleRoutes(routes: Routes) {
  routes.get('/user', exchange => {
    exchange.send(representSelf(exchange.host.links, exchange.actor));
  });
  routes.get('/user/orgs', exchange => {
    void exchange.actor;
    const { links, people } = exchange.host;
    exchange.send([representOrganisationSimple(links, people.organisation)]);
  });
  routes.get('/users/:login', exchange => {
    const person = exchange.host.people.find(exchange.parameter('login'));
    if (!person) throw notFound();
    exchange.send(representProfile(exchange.host.links, person));
  });
  routes.get('/orgs/:org', exchange => {
    const organisation = requireOrganisation(exchange);
    exchange.send(representOrganisation(exchange.host.links, organisation));
  });
  routes.get('/orgs/:org/members', exchange => {
    requireOrganisation(exchange);
    const { links, people } = exchange.host;
    const members = people.all().map(person => representUser(links, person));
    exchange.sendPage(exchange.slice(members));
  });
  addTeamRoutes(routes);
}
