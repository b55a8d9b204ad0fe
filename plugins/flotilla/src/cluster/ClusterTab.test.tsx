import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type FlotillaApi, flotillaApiRef } from '../api';
import { clusterContent } from '../extensions';
import { aCluster, aSilentSummary } from '../__testUtils__/clusters';
import { aDrift, noDrift } from '../__testUtils__/drift';
import { aHub, failure } from '../__testUtils__/hub';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'prod-eu-1',
    namespace: 'default',
    annotations: {
      'flotilla.dev/fleet': 'acme',
      'flotilla.dev/cluster': 'prod-eu-1',
    },
  },
  spec: { type: 'kubernetes-cluster' },
};

const renderTab = (changes: Partial<FlotillaApi> = {}) =>
  renderTestApp({
    extensions: [createTestEntityPage({ entity }), clusterContent],
    apis: [[flotillaApiRef, aHub(changes)]],
  });

describe("a cluster's fleet tab", () => {
  it('shows what differs, both sides, who changed it, and how to get back', async () => {
    renderTab();

    expect(
      await screen.findByText('2 resources, 4 fields differ from Git'),
    ).toBeVisible();
    const fields = screen.getByRole('table', {
      name: 'Differences of Deployment kube-system/aws-load-balancer-controller',
    });
    const said = fields.textContent;
    expect(said).toContain('[name="controller"].image');
    expect(said).toContain('controller:v2.14.0');
    expect(said).toContain('controller:v2.13.1');
    expect(said).toContain('kubectl-edit');
    expect(said).toContain('hidden, 14 characters');
    expect(
      screen.getByRole('table', {
        name: 'Differences of ConfigMap monitoring/rules',
      }).textContent,
    ).toContain('Missing');
    expect(
      screen.getByRole('table', { name: 'Put back' }).textContent,
    ).toContain('4 times');
    expect(
      screen.getByText(
        'flux resume kustomization components-aws-load-balancer-controller --namespace flux-system',
      ),
    ).toBeVisible();
    expect(
      screen.getByText('212 of 214 objects match Git at 0a1b2c3'),
    ).toBeVisible();
  });

  it('says in sync only when it is known to be', async () => {
    renderTab({ drift: async () => noDrift() });
    expect(
      await screen.findByText('In sync: the cluster holds what Git says.'),
    ).toBeVisible();
  });

  it('says what was last known of a silent cluster, and that it is old', async () => {
    renderTab({
      cluster: async () => aCluster({ summary: aSilentSummary() }),
      drift: async () => ({
        ...noDrift(),
        state: 'Unknown',
        current: false,
        asOf: aSilentSummary().lastReportAt,
      }),
    });
    expect(await screen.findByText('last known 14 min ago')).toBeVisible();
    expect(screen.getByText('Last known: In sync.')).toBeVisible();
    expect(
      screen.queryByText('In sync: the cluster holds what Git says.'),
    ).not.toBeInTheDocument();
  });

  it('says so when the hub does not know the cluster', async () => {
    renderTab({
      cluster: async () =>
        Promise.reject(await failure(404, 'No such cluster')),
    });
    expect(
      await screen.findByText("The hub doesn't know this cluster"),
    ).toBeVisible();
  });

  it('says so when the reader may not see the cluster', async () => {
    renderTab({
      cluster: async () => Promise.reject(await failure(403, 'Denied')),
    });
    expect(await screen.findByText('You may not see this')).toBeVisible();
  });

  it('keeps the rest of the page when one card fails', async () => {
    renderTab({
      drift: async () => Promise.reject(await failure(500, 'No such table')),
    });
    expect(await screen.findByText('No such table')).toBeVisible();
    expect(screen.getByText('Sync')).toBeVisible();
  });

  it('says of what less was known, and what can only be made anew', async () => {
    const drift = aDrift();
    const [first, ...others] = drift.resources;
    const [field] = first.fields;
    const told = {
      ...first,
      degraded: 'the API server could not be asked',
      fields: [{ ...field, immutable: true }],
    };
    renderTab({
      drift: async () => ({ ...drift, resources: [told, ...others] }),
    });
    expect(
      await screen.findByText(
        'Compared with less than the cluster could tell: the API server could not be asked',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/the object must be made anew/),
    ).toBeInTheDocument();
  });

  it('names both managers of a fight, and rules that ignore nothing any more', async () => {
    const fight =
      'Deployment shop/web: kustomize-controller and vpa-updater over .spec.replicas, 6 times since 10:00';
    const condition = (type: string, status: 'True' | 'False', message = '') =>
      ({ type, status, reason: 'AsTheAgentSays', message } as const);
    const conditions = [
      condition('DriftEvaluated', 'True'),
      condition('Fighting', 'True', fight),
      condition('IgnoreRulesWork', 'False', '"load" (HPA): It expired.'),
      condition('SchemasRead', 'True'),
      condition('OfAnAgentToCome', 'False', 'Not yet.'),
    ];
    renderTab({ drift: async () => aDrift({ conditions }) });
    expect(
      await screen.findByText(`Two managers undo each other's work: ${fight}`),
    ).toBeVisible();
    expect(
      screen.getByText('Ignore rules: "load" (HPA): It expired.'),
    ).toBeVisible();
    expect(screen.getByText('OfAnAgentToCome: Not yet.')).toBeVisible();
    expect(screen.queryByText(/own schemas/)).not.toBeInTheDocument();
  });

  it('tells when asked which rules find nothing to ignore', async () => {
    const message = '"load" (HPA): Nothing that it covers differs now.';
    const conditions = [
      {
        type: 'IgnoreRulesWork',
        status: 'True',
        reason: 'AllAreOfUse',
        message,
      } as const,
    ];
    renderTab({ drift: async () => aDrift({ conditions }) });
    await userEvent.click(
      await screen.findByRole('button', { name: /About this comparison/ }),
    );
    expect(screen.getByText(message)).toBeVisible();
  });

  it('shows why other differences are not drift when asked', async () => {
    renderTab({ drift: async () => aDrift() });
    const why = await screen.findByRole('button', {
      name: /Why is 1 other difference not drift/,
    });
    await userEvent.click(why);
    expect(
      await screen.findByText('A HorizontalPodAutoscaler scales it'),
    ).toBeVisible();
  });
});
