import { Agenda } from '../Agenda';
import { GitSource } from '../git/GitSource';
import { ApiServer } from '../store/ApiServer';

/** What an engine works with. */
export interface EngineOptions {
  api: ApiServer;
  agenda: Agenda;
  source: GitSource;
  /** The API behind a kubeconfig Secret; undefined when nothing answers there. */
  remote: (kubeconfig: string) => ApiServer | undefined;
  /** How many times faster than real health checks poll. */
  speed: number;
  /** Managers besides kubectl's whose fields Flux makes its own: `--override-manager`. */
  overrideManagers: readonly string[];
}
