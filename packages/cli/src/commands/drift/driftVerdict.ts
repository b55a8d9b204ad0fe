import type { Drift } from '@flotilla/backstage-plugin-flotilla-common';
import { ExitCode } from '../../exitCodes';

/** Old knowledge is no knowledge: a silent agent never makes a script go on. */
export function exitCodeOf(drift: Drift): ExitCode {
  if (!drift.current || !drift.summary) return ExitCode.WrongInput;
  if (drift.resources.length > 0) return ExitCode.Differs;
  if (drift.unknown.length > 0 || drift.state === 'Unknown') {
    return ExitCode.WrongInput;
  }
  return drift.state === 'InSync' ? ExitCode.Fine : ExitCode.Differs;
}
