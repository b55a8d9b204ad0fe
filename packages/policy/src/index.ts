/**
 * What changed between two states of the fleet repository, and whether it is allowed. Pure: values in,
 * values out.
 *
 * @packageDocumentation
 */
export { leastPrivileged } from './approvals';
export { judge, judgeInSteps } from './judge';
export * from './verdict';
