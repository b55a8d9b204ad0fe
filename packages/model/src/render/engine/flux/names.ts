/** Where Flux and its objects live. */
export const FLUX_NAMESPACE = 'flux-system';
/** The name of the fleet's source and of the root Kustomization. */
export const FLEET = 'fleet';
