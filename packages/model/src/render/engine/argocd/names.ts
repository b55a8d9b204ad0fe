/** Where Argo CD and all its objects live. */
export const ARGOCD_NAMESPACE = 'argocd';
/** The root Application, and the project of all that the fleet repository brings. */
export const FLEET = 'fleet';
/** The project of charts, which come from repositories of their own. */
export const CHARTS = 'flotilla-charts';
/** The project that reaches into children. */
export const CHILDREN = 'flotilla-children';
/** The cluster that Argo CD runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

export const API_VERSION = 'argoproj.io/v1alpha1';
