import type { JsonObject } from '@zhiheng/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One entry of the public list, withdrawn ones included. Written by the publication job only. */
@Entity({ name: 'public_listing', synchronize: false })
export class PublicListingEntity {
  @PrimaryColumn('uuid', { name: 'instance_id' })
  instanceId: string;
  @Column('text')
  jurisdiction: string;
  @Column('text', { name: 'subject_kind' })
  subjectKind: string;
  @Column('text', { name: 'subject_id' })
  subjectId: string;
  @Column('text', { name: 'subject_name' })
  subjectName: string;
  @Column('text', { name: 'decision_no' })
  decisionNo: string;
  @Column('text')
  ground: string;
  @Column('jsonb')
  facts: JsonObject;
  @Column('date', { name: 'listed_on' })
  listedOn: string;
  @Column('date', { name: 'published_on' })
  publishedOn: string;
  @Column('date', { name: 'withdrawn_on', nullable: true })
  withdrawnOn: string | null;
  @Column('text', { name: 'withdrawn_why', nullable: true })
  withdrawnWhy: string | null;
  @Column('int')
  seq: number;
}
