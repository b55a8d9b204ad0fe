import { JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { PrinterColumn, printerColumns } from './printerColumns';
import { partialMetadata } from './representation';

const NAME: PrinterColumn = {
  name: 'Name',
  type: 'string',
  cell: object => object.metadata.name,
};

/** Rows for `kubectl get`. */
export function table(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: JsonObject,
  now: Date,
  withColumns: boolean = true,
): JsonObject {
  const columns = [NAME, ...printerColumns(kind)];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns.map(definition) : null,
    rows: objects.map(object => ({
      cells: columns.map(column => column.cell(object, now)),
      object: partialMetadata(object),
    })),
  };
}

function definition(column: PrinterColumn): JsonObject {
  return {
    name: column.name,
    type: column.type,
    format: column === NAME ? 'name' : '',
    description: column.name,
    priority: 0,
  };
}
