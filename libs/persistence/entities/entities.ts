import { InstanceEntity } from './instance.entity.js';
import { PublicListingEntity } from './public-listing.entity.js';

/** Every entity, by class: globs do not work in ESM builds. */
export const entities = [InstanceEntity, PublicListingEntity] as const;
