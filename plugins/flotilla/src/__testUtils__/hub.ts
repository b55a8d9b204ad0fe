import { type FlotillaApi, HubError } from '../api';
import {
  aCluster,
  aDriftedSummary,
  aFleet,
  aPage,
  aSilentSummary,
  aStartingSummary,
  aSummary,
  minutesAgo,
} from './clusters';
import { aDrift } from './drift';
import { aTimeline } from './timeline';
import { aForm, anInventory, aPlan } from './forms';
import { aRequest } from './requests';

/** A failure as the hub would answer it. */
export const failure = (status: number, message: string): Promise<HubError> =>
  HubError.fromResponse(
    new Response(JSON.stringify({ error: { name: 'Error', message } }), {
      status,
    }),
  );

/** A hub that knows one of everything, but for what `changes` say. */
export const aHub = (changes: Partial<FlotillaApi> = {}): FlotillaApi => ({
  fleets: async () => [aFleet()],
  inventory: async () => anInventory(),
  form: async () => aForm(),
  plan: async () => aPlan(),
  requests: async () => ({ items: [aRequest()], totalCount: 12 }),
  request: async () => aRequest(),
  clusters: async () =>
    aPage([
      aDriftedSummary(),
      aSilentSummary(),
      aStartingSummary(),
      aSummary(),
    ]),
  cluster: async ({ cluster }) =>
    cluster === 'prod-eu-3'
      ? aCluster({ summary: aStartingSummary() })
      : aCluster(),
  drift: async () => aDrift(),
  timeline: async () => aTimeline(),
  approveAgent: async () => aCluster().agent,
  revokeAgent: async () => aCluster().agent,
  rotateAgentKey: async () => aCluster().agent,
  createEnrolmentToken: async () => ({
    token: 'token',
    expiresAt: minutesAgo(-60),
  }),
  ...changes,
});
