import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A procedure as lists and reads see it. Written by the engine's store only. */
@Entity({ name: 'instance', synchronize: false })
export class InstanceEntity {
  @PrimaryColumn('uuid')
  id: string;
  @Column('text')
  workflow: string;
  @Column('int')
  version: number;
  @Column('text')
  jurisdiction: string;
  @Column('text', { name: 'subject_kind' })
  subjectKind: string;
  @Column('text', { name: 'subject_id' })
  subjectId: string;
  @Column('text', { name: 'subject_name' })
  subjectName: string;
  @Column('int')
  seq: number;
  @Column('text', { name: 'head_hash' })
  headHash: string;
  @Column('text')
  state: string;
  @Column('boolean')
  done: boolean;
  @Column('text')
  snapshot: string;
  @Column('text')
  clocks: string;
  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;
}
