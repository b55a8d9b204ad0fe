import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { ClusterRow } from '../database/rows';

const position = z.tuple([z.number(), z.string(), z.string()]);

/** Where the next page begins: after this cluster, in the order worst first. */
export function cursorAfter({ weight, fleet, name }: ClusterRow): string {
  return Buffer.from(JSON.stringify([weight, fleet, name])).toString(
    'base64url',
  );
}

/** @throws InputError when it isn't a cursor that the list gave */
export function whereAfter(query: Knex.QueryBuilder, cursor: string): void {
  const [weight, fleet, name] = parse(cursor);
  query.where(after => {
    after
      .where('weight', '<', weight)
      .orWhere(same => same.where({ weight }).andWhere('fleet', '>', fleet))
      .orWhere(same =>
        same.where({ weight, fleet }).andWhere('name', '>', name),
      );
  });
}

function parse(cursor: string): z.infer<typeof position> {
  try {
    return position.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError(
      'cursor is not one that this list has given; begin again without it',
    );
  }
}
