import {
  isJsonObject,
  JsonObject,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { ApiServer } from '../store/ApiServer';
import { targetOf } from '../store/Target';
import { StoreEvent } from '../store/ObjectStore';
import { StatusError } from '../store/StatusError';
import {
  Controller,
  ControllerContext,
  KUBE_CONTROLLER_MANAGER,
  objectPath,
  writeStatus,
} from './Controller';

type Step = (context: ControllerContext, object: KubeObject) => void;

/** What the small controllers do about new objects, by group and kind, and how long that takes. */
const STEPS: Readonly<Record<string, { after: number; step: Step }>> = {
  '/Namespace': { after: 0, step: namespaceContents },
  '/PersistentVolumeClaim': { after: 800, step: bindClaim },
  '/Service': { after: 1_500, step: balanceLoad },
  'batch/Job': { after: 0, step: startJob },
  'apiextensions.k8s.io/CustomResourceDefinition': {
    after: 0,
    step: establish,
  },
  'apiregistration.k8s.io/APIService': { after: 500, step: makeAvailable },
  'policy/PodDisruptionBudget': { after: 300, step: allowDisruptions },
  'networking.k8s.io/Ingress': { after: 1_500, step: exposeIngress },
  'helm.toolkit.fluxcd.io/HelmRelease': {
    after: 3_000,
    step: becomeReady('helm-controller'),
  },
  'source.toolkit.fluxcd.io/HelmRepository': {
    after: 500,
    step: becomeReady('gotk-source-controller'),
  },
  'source.toolkit.fluxcd.io/OCIRepository': {
    after: 500,
    step: becomeReady('gotk-source-controller'),
  },
};

/** The small controllers: each brings objects of one kind to where they settle. */
export class ClusterUpkeep implements Controller {
  constructor(readonly context: ControllerContext) {}

  onEvent(event: StoreEvent): void {
    const { group, kind } = event.kind;
    const entry = STEPS[`${group}/${kind}`];
    const isNew =
      event.previous?.metadata.generation !==
        event.object.metadata.generation || !event.previous;
    if (event.type === 'DELETED') this.#collectGarbage(event.object);
    else if (event.object.metadata.deletionTimestamp)
      this.#finishDeletion(event.object);
    else if (entry && isNew) {
      const key = `upkeep/${objectPath(event.object)}`;
      const { agenda, delay, api } = this.context;
      agenda.after(key, delay(entry.after), () => {
        const live = api.find(targetOf(event.object));
        if (live && !live.metadata.deletionTimestamp)
          entry.step(this.context, live);
      });
    }
  }

  /** Objects whose owner is gone go too. */
  #collectGarbage(owner: KubeObject): void {
    const { api, agenda } = this.context;
    const { uid } = owner.metadata;
    if (!uid) return;
    const dependants = [...api.store.all()].filter(object =>
      (object.metadata.ownerReferences ?? []).some(
        reference => reference.uid === uid,
      ),
    );
    for (const object of dependants) {
      agenda.soon(`garbage/${objectPath(object)}`, () =>
        ignoreGone(() => api.delete(targetOf(object))),
      );
    }
  }

  #finishDeletion(object: KubeObject): void {
    const { api, agenda } = this.context;
    if (object.apiVersion === 'v1' && object.kind === 'Namespace') {
      agenda.after(
        `namespace/${object.metadata.name}`,
        this.context.delay(500),
        () => emptyNamespace(this.context, object),
      );
    } else if (
      object.apiVersion === 'v1' &&
      object.kind === 'PersistentVolumeClaim'
    ) {
      agenda.soon(`claim/${objectPath(object)}`, () =>
        ignoreGone(() =>
          api.update(
            targetOf(object),
            draft => {
              delete draft.metadata.finalizers;
            },
            { manager: KUBE_CONTROLLER_MANAGER },
          ),
        ),
      );
    }
  }
}

function ignoreGone(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
  }
}

function createMissing(api: ApiServer, object: KubeObject): void {
  if (!api.find(targetOf(object)))
    api.create(object, { manager: KUBE_CONTROLLER_MANAGER });
}

function namespaceContents(
  { api }: ControllerContext,
  { metadata: { name } }: KubeObject,
): void {
  createMissing(api, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: name },
  });
  createMissing(api, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'kube-root-ca.crt',
      namespace: name,
      annotations: {
        'kubernetes.io/description':
          'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
      },
    },
    data: {
      'ca.crt':
        '-----BEGIN CERTIFICATE-----\nsimulated\n-----END CERTIFICATE-----\n',
    },
  });
}

/** Everything in the namespace goes first; what has finalizers holds it up. */
function emptyNamespace(
  context: ControllerContext,
  namespace: KubeObject,
): void {
  const { api, agenda, delay } = context;
  const { name } = namespace.metadata;
  if (!api.find(targetOf(namespace))) return;
  const contents = [...api.store.all()].filter(
    object => object.metadata.namespace === name,
  );
  for (const object of contents) ignoreGone(() => api.delete(targetOf(object)));
  const left = [...api.store.all()].some(
    object => object.metadata.namespace === name,
  );
  if (!left) api.finishDeletion(targetOf(namespace));
  else
    agenda.after(`namespace/${name}`, Math.max(200, delay(1_000)), () =>
      emptyNamespace(context, namespace),
    );
}

function bindClaim({ api }: ControllerContext, claim: KubeObject): void {
  const volume = `pvc-${claim.metadata.uid}`;
  const bound = api.update(
    targetOf(claim),
    draft => {
      draft.spec = { ...objectAt(draft, 'spec'), volumeName: volume };
      draft.metadata.annotations = {
        ...draft.metadata.annotations,
        'pv.kubernetes.io/bind-completed': 'yes',
      };
    },
    { manager: KUBE_CONTROLLER_MANAGER },
  );
  writeStatus(api, bound, KUBE_CONTROLLER_MANAGER, status => {
    status.phase = 'Bound';
    status.accessModes = listAt(bound, 'spec', 'accessModes');
    status.capacity = objectAt(bound, 'spec', 'resources', 'requests');
  });
}

function balanceLoad({ api }: ControllerContext, service: KubeObject): void {
  if (stringAt(service, 'spec', 'type') !== 'LoadBalancer') return;
  const last = Number.parseInt((service.metadata.uid ?? '0').slice(0, 2), 16);
  writeStatus(api, service, 'cloud-controller-manager', status => {
    status.loadBalancer = {
      ingress: [{ ip: `203.0.113.${last}`, ipMode: 'VIP' }],
    };
  });
}

function exposeIngress({ api }: ControllerContext, ingress: KubeObject): void {
  writeStatus(api, ingress, 'nginx-ingress-controller', status => {
    status.loadBalancer = { ingress: [{ ip: '203.0.113.10' }] };
  });
}

function startJob(
  { api, agenda, delay }: ControllerContext,
  job: KubeObject,
): void {
  if (stringAt(job, 'status', 'completionTime')) return;
  writeStatus(api, job, KUBE_CONTROLLER_MANAGER, status => {
    status.startTime ??= api.now();
    Object.assign(status, { active: 1, ready: 1, terminating: 0 });
  });
  agenda.after(`job/${objectPath(job)}`, delay(4_000), () => {
    const now = api.now();
    const finished = (type: string): JsonObject => ({
      type,
      status: 'True',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
      lastProbeTime: now,
      lastTransitionTime: now,
    });
    writeStatus(api, job, KUBE_CONTROLLER_MANAGER, status => {
      delete status.active;
      Object.assign(status, { succeeded: 1, ready: 0, completionTime: now });
      status.conditions = [
        finished('SuccessCriteriaMet'),
        finished('Complete'),
      ];
    });
  });
}

function establish({ api }: ControllerContext, definition: KubeObject): void {
  const now = api.now();
  writeStatus(api, definition, 'kube-apiserver', status => {
    status.acceptedNames = objectAt(definition, 'spec', 'names');
    status.storedVersions = listAt(definition, 'spec', 'versions')
      .filter(isJsonObject)
      .filter(version => version.storage === true)
      .map(version => stringAt(version, 'name') ?? '');
    status.conditions ??= [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found', now),
      condition(
        'Established',
        'InitialNamesAccepted',
        'the initial names have been accepted',
        now,
      ),
    ];
  });
}

function makeAvailable({ api }: ControllerContext, service: KubeObject): void {
  const now = api.now();
  writeStatus(api, service, 'kube-apiserver', status => {
    status.conditions ??= [
      condition('Available', 'Passed', 'all checks passed', now),
    ];
  });
}

function condition(
  type: string,
  reason: string,
  message: string,
  now: string,
): JsonObject {
  return { type, status: 'True', reason, message, lastTransitionTime: now };
}

function allowDisruptions(
  { api }: ControllerContext,
  budget: KubeObject,
): void {
  const now = api.now();
  writeStatus(api, budget, KUBE_CONTROLLER_MANAGER, (status, draft) => {
    Object.assign(status, {
      observedGeneration: draft.metadata.generation,
      currentHealthy: 2,
      desiredHealthy: 1,
      disruptionsAllowed: 1,
      expectedPods: 2,
    });
    status.conditions ??= [
      {
        ...condition('DisruptionAllowed', 'SufficientPods', '', now),
        observedGeneration: draft.metadata.generation,
      },
    ];
  });
}

function becomeReady(manager: string): Step {
  return ({ api }, object) => {
    const now = api.now();
    writeStatus(api, object, manager, (status, draft) => {
      status.observedGeneration = draft.metadata.generation;
      status.conditions = [
        {
          ...condition(
            'Ready',
            'Succeeded',
            `${object.kind} reconciliation succeeded`,
            now,
          ),
          observedGeneration: draft.metadata.generation,
        },
      ];
    });
  };
}
