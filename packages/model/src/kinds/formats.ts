import { z } from 'zod';

/** Text in one form: what it must look like, said in words where it doesn't. */
function formed(form: RegExp, wanted: string, examples: readonly string[]) {
  return z
    .string()
    .regex(form, {
      error: issue => `${JSON.stringify(issue.input)} ${wanted}`,
    })
    .meta({ examples: [...examples] });
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Whether a name is a DNS-1123 label, as Kubernetes wants names of namespaces and services. @public */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && DNS_LABEL.test(name);
}

export const dnsLabel = formed(
  DNS_LABEL,
  `isn't a DNS-1123 name: lower-case letters, digits and "-", beginning and ending with a letter or digit, at most 63`,
  [],
)
  .max(63)
  .meta({ description: 'A DNS-1123 name', examples: undefined });

export const version = formed(
  /^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+)?$/,
  "isn't a version: use three numbers, such as 1.4.0",
  ['1.4.0'],
).describe('A semantic version, such as 1.4.0');

/** A range of semantic versions; that it can be read as one is checked when files are loaded. */
export const versionRange = formed(
  /^[0-9A-Za-z.*+<>=~^| -]+$/,
  "isn't a range of versions: write one such as >=1.3.0 <1.4.0",
  ['>=1.3.0 <1.4.0', '>=1.30 <1.37'],
);

export const ownerRef = formed(
  /^(group|user):([a-z0-9A-Z._-]+\/)?[a-z0-9A-Z._-]+$/,
  "isn't an owner: write group:<namespace>/<name>, such as group:default/platform",
  ['group:default/platform'],
).describe(
  'Who answers for it: a catalog entity, such as group:default/platform',
);

/** A pointer into a document (RFC 6901). */
export const pointer = formed(
  /^(\/[^/]*)+$/,
  'isn\'t a pointer: begin with "/", such as /values/replicas',
  ['/values/replicas'],
);

/** A form, or an expression that gives something of that form: what it gives is checked when it has. */
function orExpression(form: RegExp): RegExp {
  return new RegExp(`${form.source}|\\$\\{`);
}

const DURATION = /^(\d+(\.\d+)?(ms|s|m|h))+$/;
const NO_DURATION =
  "isn't a time span: write a number with s, m or h, such as 5m or 1h30m";

/** A time span as Kubernetes writes it. */
export const duration = formed(DURATION, NO_DURATION, ['5m', '1h30m']);

export const composedDuration = formed(orExpression(DURATION), NO_DURATION, [
  '5m',
]);

export const percentage = formed(
  /^\d+(\.\d+)?%$/,
  "isn't a percentage, such as 20%",
  ['20%'],
);

/** Minute, hour, day of the month, month, day of the week. */
export const cron = formed(
  /^[0-9*/,A-Za-z?-]+( [0-9*/,A-Za-z?#-]+){4}$/,
  "isn't a schedule: write the five fields of cron, such as 0 2 * * 6",
  ['0 2 * * 6'],
);

export const timeZone = formed(
  /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/,
  "isn't a time zone: write an IANA name, such as Europe/Berlin",
  ['Europe/Berlin', 'UTC'],
);

/** A day, or an RFC 3339 time. */
export const dayOrTime = formed(
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/,
  "isn't a day: write one such as 2027-01-31",
  ['2027-01-31'],
);

export const kubernetesMinor = formed(
  orExpression(/^\d+\.\d+$/),
  'isn\'t a minor version, such as "1.35"',
  ['1.35'],
);

const IPV4_RANGE =
  /(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(3[0-2]|[12]?\d)/;
const IPV6_RANGE =
  /[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*(:[0-9.]+)?\/(12[0-8]|1[01]\d|[1-9]?\d)/;

export const cidr = formed(
  orExpression(new RegExp(`^(${IPV4_RANGE.source}|${IPV6_RANGE.source})$`)),
  "isn't a range of addresses, such as 10.128.0.0/14",
  ['10.128.0.0/14'],
);

/** As nodes take it, for labels and taints alike. */
export const labelValue = formed(
  orExpression(/^([0-9A-Za-z]([-0-9A-Za-z_.]{0,61}[0-9A-Za-z])?)?$/),
  'isn\'t the value of a label: letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, at most 63',
  [],
).meta({ examples: undefined });

const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[0-9A-Za-z]([-0-9A-Za-z_.]{0,61}[0-9A-Za-z])?$/;

/** The key of a label or a taint. */
export const labelKey = formed(
  LABEL_KEY,
  'isn\'t the key of a label: letters, digits, "-", "_" and ".", at most 63, perhaps after a domain and "/", such as acme.example/pool',
  ['acme.example/pool'],
);

/**
 * What a kubelet doesn't say of its own node: Kubernetes' domains, but for what is meant for kubelets. Source:
 * IsKubeletLabel in kubernetes/pkg/kubelet/apis/well_known_labels.go.
 */
const NOT_FOR_KUBELETS =
  /^(?!(?!(.*\.)?(kubelet|node)\.kubernetes\.io\/|((beta\.)?kubernetes\.io\/(hostname|os|arch|instance-type)|(topology|failure-domain\.beta)\.kubernetes\.io\/(region|zone))$)(.*\.)?(kubernetes|k8s)\.io\/)/;

/** The key of a label that a node gives itself. */
export const nodeLabelKey = labelKey.regex(NOT_FOR_KUBELETS, {
  error: issue =>
    `${JSON.stringify(
      issue.input,
    )} is Kubernetes' own, and a kubelet with it doesn't start: use a domain of yours`,
});

/** A leaf that holds an expression. */
export const expression = z.string().regex(/\$\{/, {
  error: 'must be ${ … }',
  // Else a union would tell of this one member only.
  abort: true,
});

const QUANTITY =
  /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;

/** Kubernetes quantities may be written without quotes. */
export const quantity = z
  .union([z.string().regex(QUANTITY), z.number()], {
    error: 'must be a quantity, such as "40" or 120Gi',
  })
  .meta({ examples: ['40', '120Gi', '500m'] });

/** A quantity in a file that has expressions. */
export const composedQuantity = z
  .union([z.string().regex(orExpression(QUANTITY)), z.number()], {
    error: 'must be a quantity, such as "40" or 120Gi, or ${ … }',
  })
  .meta({ examples: ['40', '120Gi', '500m'] });

/** A number of things, or a part of all of them. */
export const share = z
  .union([z.int().min(1), percentage], {
    error: 'must be a whole number or a percentage, such as 20%',
  })
  .meta({ examples: [5, '20%'] });
