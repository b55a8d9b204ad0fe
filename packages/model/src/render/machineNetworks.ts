import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { ownRanges, rangeRule } from '../compose/networks';
import type { OwnRange } from '../compose/networks';
import { originsOf } from '../explain/origins';
import { contains, overlap, readCidr, readIp } from '../network/address';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import { escapeStep, isRecord, stepsOf, valueAt } from '../source/pointer';
import type { BuiltObject } from './built';

interface MachineRanges {
  kind: RegExp;
  /** `*` is any item. */
  pointers: readonly string[];
  /** Pods have addresses of the machines' network there, whatever the cluster says. */
  holdsPods?: boolean;
}

/** Where Cluster API's objects say in which ranges machines get their addresses. */
const MACHINE_RANGES: readonly MachineRanges[] = [
  {
    kind: /^AWSManagedControlPlane$/,
    pointers: [
      '/spec/network/vpc/cidrBlock',
      '/spec/network/subnets/*/cidrBlock',
    ],
    holdsPods: true,
  },
  {
    kind: /^AWSCluster$/,
    pointers: [
      '/spec/network/vpc/cidrBlock',
      '/spec/network/subnets/*/cidrBlock',
    ],
  },
  {
    kind: /^AzureCluster$/,
    pointers: [
      '/spec/networkSpec/vnet/cidrBlocks/*',
      '/spec/networkSpec/subnets/*/cidrBlocks/*',
    ],
  },
  {
    kind: /^AzureManagedControlPlane$/,
    pointers: [
      '/spec/virtualNetwork/cidrBlock',
      '/spec/virtualNetwork/subnet/cidrBlock',
    ],
  },
  {
    kind: /^AzureASO(Managed)?(Cluster|ControlPlane)$/,
    pointers: ['/spec/resources/*/spec/addressSpace/addressPrefixes/*'],
  },
  {
    kind: /^GCP(Managed)?Cluster$/,
    pointers: ['/spec/network/subnets/*/cidrBlock'],
  },
  {
    kind: /^IPPool$/,
    pointers: ['/spec/pools/*/subnet'],
  },
  {
    kind: /^InClusterIPPool$/,
    pointers: ['/spec/addresses/*'],
  },
];

const HOST = '/spec/controlPlaneEndpoint/host';

/** Machines and API servers with addresses that are the pods' or the services' as well, and addresses that are none. */
export function machineNetworkProblems(
  composition: Composition,
  built: readonly BuiltObject[],
): Problem[] {
  const own = ownRanges(composition.shape);
  return built.flatMap(one => {
    const { spec, kind } = one.object;
    if (one.from.length === 0 || !isRecord(spec)) return [];
    const known = rangesOf(kind);
    return [
      ...(spec.controlPlaneEndpoint === undefined
        ? []
        : endpointProblem(composition, one, own)),
      ...(known ? rangeProblems(composition, one, own, known) : []),
    ];
  });
}

/** What an object of infrastructure says of addresses of machines and of the API server. */
export function addressesIn(object: KubeObject): string[] {
  const pointers = rangesOf(object.kind)?.pointers ?? [];
  return [HOST, ...pointers.flatMap(at => placesOf(object, stepsOf(at)))]
    .map(pointer => valueAt(object, pointer))
    .flatMap(value => (value === undefined ? [] : [String(value)]));
}

const byKind = new Map<string, MachineRanges | undefined>();

function rangesOf(kind: string): MachineRanges | undefined {
  if (!byKind.has(kind)) {
    byKind.set(
      kind,
      MACHINE_RANGES.find(known => known.kind.test(kind)),
    );
  }
  return byKind.get(kind);
}

function endpointProblem(
  composition: Composition,
  one: BuiltObject,
  own: readonly OwnRange[],
): Problem[] {
  const host = valueAt(one.object, HOST);
  if (typeof host !== 'string' || !/^[\d.]+$|:/.test(host)) return [];
  const address = readIp(host);
  const { name } = composition.cluster.metadata;
  if (!address) {
    return complain(
      composition,
      one,
      HOST,
      `${host}, where the API server of ${name} should answer, isn't an IP address`,
      { remedy: 'Write one such as 10.20.8.10, or a host name.' },
    );
  }
  const met = own.find(({ range }) => contains(range, address));
  return met
    ? complain(
        composition,
        one,
        HOST,
        `${host}, where the API server of ${name} answers, is one of the ${met.of}`,
        {
          rule: rangeRule(composition.shape, met),
          remedy: 'Choose an address of the machines’ network.',
        },
      )
    : [];
}

function rangeProblems(
  composition: Composition,
  one: BuiltObject,
  own: readonly OwnRange[],
  known: MachineRanges,
): Problem[] {
  if (!/(cluster\.x-k8s\.io|metal3\.io)$/.test(groupOf(one.object))) return [];
  const others = known.holdsPods ? own.filter(o => o.of === 'services') : own;
  return known.pointers
    .flatMap(pattern => placesOf(one.object, stepsOf(pattern)))
    .flatMap(pointer => {
      const text = String(valueAt(one.object, pointer));
      const range = readCidr(text);
      const met = range && others.find(other => overlap(other.range, range));
      if (!met) return [];
      return complain(
        composition,
        one,
        pointer,
        `${text} of the machines of ${composition.cluster.metadata.name} meets ${met.text} of the ${met.of}`,
        {
          rule: rangeRule(composition.shape, met),
          remedy: 'Choose ranges that share no address.',
        },
      );
    });
}

/** Pointers to what a pattern names in an object. */
function placesOf(value: unknown, steps: readonly string[], at = ''): string[] {
  const [step, ...rest] = steps;
  if (step === undefined) return value === undefined ? [] : [at];
  if (step === '*') {
    return Array.isArray(value)
      ? value.flatMap((item, i) => placesOf(item, rest, `${at}/${i}`))
      : [];
  }
  return isRecord(value) && Object.hasOwn(value, step)
    ? placesOf(value[step], rest, `${at}/${escapeStep(step)}`)
    : [];
}

/** At the place that decides a field: a cluster's variable rather than the template that hands it on. */
function complain(
  composition: Composition,
  one: BuiltObject,
  pointer: string,
  message: string,
  more: Pick<Problem, 'remedy' | 'rule'>,
): Problem[] {
  const decides = originsOf(composition, one, pointer).at(-1);
  if (!decides) return [];
  const to = new Complaints(decides.source);
  to.add(decides.pointer, message, more);
  return to.problems;
}
