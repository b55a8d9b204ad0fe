/**
 * Rows in columns as wide as their widest cell, two spaces apart.
 *
 * @param decorate - dresses a padded cell, such as with colour; the width is that of the plain text
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  decorate: (cell: string, column: number) => string = cell => cell,
): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column].length)),
  );
  const line = (
    cells: readonly string[],
    dress: (cell: string, column: number) => string,
  ) =>
    cells
      .map((cell, column) => {
        const last = column === cells.length - 1;
        return dress(last ? cell : cell.padEnd(widths[column]), column);
      })
      .join('  ')
      .trimEnd();
  return [
    line(header, cell => cell),
    ...rows.map(row => line(row, decorate)),
    '',
  ].join('\n');
}
