import { InstanceEntity } from './instance.entity.js';

/** Every entity, by class: globs do not work in ESM builds. */
export const entities = [InstanceEntity] as const;
