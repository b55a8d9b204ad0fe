import { json, Router } from 'express';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { ForgeHost } from '../ForgeHost';
import { handled } from '../http/handled';
import { apiProblems } from '../http/problems';
import { callerOf } from '../people/credentials';
import { Refusal } from '../problems';
import { Input } from '../rest/input';
import { Resolvers } from './resolvers';
import { SCHEMA } from './schema';

function typeOf(error: GraphQLError): { type?: string } {
  const cause = error.originalError;
  if (cause instanceof Refusal) {
    return { type: cause.status === 404 ? 'NOT_FOUND' : 'UNPROCESSABLE' };
  }
  return {};
}

function variablesOf(input: Input): Record<string, unknown> {
  return input.object('variables')?.all() ?? {};
}

/** GitHub's GraphQL address: one POST, a token needed even to read. */
export function graphqlRouter(
  host: ForgeHost,
  report: (error: unknown) => void,
): Router {
  const schema = buildSchema(SCHEMA);
  const router = Router();
  router.use(json({ limit: '1mb', type: () => true }));
  router.post(
    '/',
    handled(async (request, response) => {
      const caller = callerOf(host.people, request.header('authorization'));
      if (caller.kind !== 'person') {
        throw new Refusal(401, 'Bad credentials');
      }
      const input = Input.of(request.body);
      const { data, errors } = await graphql({
        schema,
        source: input.string('query'),
        rootValue: new Resolvers(host, caller.person).root(),
        variableValues: variablesOf(input),
        operationName: input.optionalString('operationName'),
      });
      response.json({
        ...(data === undefined ? {} : { data }),
        ...(errors
          ? {
              errors: errors.map(error => ({
                ...typeOf(error),
                path: error.path,
                locations: error.locations,
                message: error.message,
              })),
            }
          : {}),
      });
    }),
  );
  router.use(apiProblems(report));
  return router;
}
