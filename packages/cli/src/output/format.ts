import { Option } from 'commander';
import { stringify } from 'yaml';

/** How a result is printed: for people, or for programs. */
export type OutputFormat = 'table' | 'json' | 'yaml';

/** The `-o` option that every command has. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'how to print the result')
    .choices(['table', 'json', 'yaml'])
    .default('table');
}

/** A value as JSON or YAML, with a newline at its end. */
export function serialise(
  value: unknown,
  format: Exclude<OutputFormat, 'table'>,
): string {
  return format === 'json'
    ? `${JSON.stringify(value, undefined, 2)}\n`
    : stringify(value);
}
