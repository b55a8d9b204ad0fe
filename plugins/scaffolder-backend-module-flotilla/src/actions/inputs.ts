import type { z as Zod } from 'zod/v3';

type ZodNamespace = typeof Zod;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A name that Kubernetes takes for a namespace. */
export function dnsLabel(z: ZodNamespace, description: string) {
  return z
    .string({ description })
    .regex(
      DNS_LABEL,
      'must be lower-case letters, digits and dashes, beginning and ending with a letter or digit',
    );
}

/** Fields that every action has. They are plain and top-level, so that permission rules on actions can match them. */
export const COMMON_INPUT = {
  fleet: (z: ZodNamespace) => dnsLabel(z, 'Name of the fleet'),
  reason: (z: ZodNamespace) =>
    z.string({ description: 'Why, for those who review' }).max(2000).optional(),
  token: (z: ZodNamespace) =>
    z
      .string({
        description:
          "The user's own token for the Git host. By default the secret USER_OAUTH_TOKEN, else the portal's credentials from integrations",
      })
      .optional(),
};

export const OWNER = (z: ZodNamespace) =>
  z.string({
    description:
      'Entity reference of the owner, such as group:default/payments',
  });

export const LABELS = (z: ZodNamespace, description: string) =>
  z.record(z.string(), { description });
