import type { Bilingual } from '@zhiheng/kernel';

/** How a figure is read from the samples of its metric: their sum, their greatest, or the mean of a histogram since the start. */
export type Reading = 'sum' | 'greatest' | 'mean';

/** One figure by which operators see how the system does: what it means, from where on to look, and what to do then. */
export type Figure = {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly reading: Reading;
  /** `system`: of the whole system, the same whoever is asked; `process`: of the process that answers. */
  readonly of: 'system' | 'process';
  readonly unit: 'count' | 'seconds';
  readonly title: Bilingual;
  readonly means: Bilingual;
  /** Above this it is not normal; absent where any value may be. */
  readonly normalUpTo?: number;
  readonly todo: Bilingual;
};

const NOTHING: Bilingual = { zh: '无需处理。', en: 'Nothing.' };

/** The figures of the operators' page, most urgent first. The text is shown to people and is part of the how-to. */
export const FIGURES: readonly Figure[] = [
  {
    metric: 'zhiheng_dead_letters_open',
    reading: 'greatest',
    of: 'system',
    unit: 'count',
    normalUpTo: 0,
    title: { zh: '死信', en: 'Dead letters' },
    means: { zh: '无法处理、等待人工决定的消息。', en: 'Messages that could not be handled and wait for a person.' },
    todo: {
      zh: '逐条查看原因：改正规则或数据后重新处理，或说明理由放弃（/api/dead-letters）。',
      en: 'Read why, one by one: handle again after rule or data was mended, or drop with a reason (/api/dead-letters).',
    },
  },
  {
    metric: 'zhiheng_clocks_due',
    reading: 'greatest',
    of: 'system',
    unit: 'count',
    normalUpTo: 0,
    title: { zh: '已到期未执行的期限', en: 'Clocks due and not carried out' },
    means: {
      zh: '法定期限已届满，系统尚未执行其后果。',
      en: 'Legal terms that have run out and whose consequence is not carried out yet.',
    },
    todo: {
      zh: '几秒内应归零；否则检查 clock 服务是否在运行、数据库是否缓慢。',
      en: 'Should be 0 within seconds; otherwise see whether a clock service runs and whether the database is slow.',
    },
  },
  {
    metric: 'zhiheng_outbox_oldest_seconds',
    reading: 'greatest',
    of: 'system',
    unit: 'seconds',
    normalUpTo: 60,
    title: { zh: '最早未处理消息的等待时间', en: 'Age of the oldest unhandled message' },
    means: {
      zh: '后续程序（立案、约谈、公示）落后多久。',
      en: 'How far the follow-up (cases, interviews, publication) lags behind.',
    },
    todo: {
      zh: '查看各队列：有积压的，增加该服务的副本；没有任务的，检查中继与队列服务器。',
      en: 'Look at the queues: where jobs wait, run more of that service; where there are none, see the relay and the queue server.',
    },
  },
  {
    metric: 'zhiheng_outbox_unsent',
    reading: 'greatest',
    of: 'system',
    unit: 'count',
    normalUpTo: 1_000,
    title: { zh: '未进入队列的消息', en: 'Messages in no queue yet' },
    means: { zh: '已记入发件箱、中继尚未送出。', en: 'On record in the outbox, not sent by a relay.' },
    todo: {
      zh: '持续上升：没有中继在运行，或者队列服务器不可用。消息不会丢失。',
      en: 'Rising: no relay runs, or the queue server is away. Nothing is lost.',
    },
  },
  {
    metric: 'zhiheng_queue_jobs',
    labels: { state: 'waiting' },
    reading: 'sum',
    of: 'system',
    unit: 'count',
    normalUpTo: 1_000,
    title: { zh: '队列中等待的任务', en: 'Jobs that wait in the queues' },
    means: { zh: '队列深度；一个任务可含多条消息。', en: 'Depth of the queues; one job may carry many messages.' },
    todo: {
      zh: '在 /admin/queues 查看是哪个服务，增加其副本。',
      en: 'See at /admin/queues which service it is, and run more of it.',
    },
  },
  {
    metric: 'zhiheng_clock_lateness_seconds',
    reading: 'mean',
    of: 'process',
    unit: 'seconds',
    normalUpTo: 10,
    title: { zh: '期限执行的平均延迟', en: 'Mean lateness of lapses' },
    means: {
      zh: '期限届满到系统执行之间的时间。拨快时钟会显示为延迟。',
      en: 'From the due instant until it took effect. A clock that was moved shows as late.',
    },
    todo: {
      zh: '增加 clock 服务的副本，检查数据库。',
      en: 'Run more clock services; look at the database.',
    },
  },
  {
    metric: 'zhiheng_announcement_lag_seconds',
    reading: 'mean',
    of: 'process',
    unit: 'seconds',
    normalUpTo: 5,
    title: { zh: '消息从提交到办结的平均时间', en: 'Mean time from commit to handled' },
    means: {
      zh: '一个事实到其后果之间的时间（含中继和队列）。',
      en: 'From a fact to its consequence, relay and queue included.',
    },
    todo: { zh: '同“最早未处理消息”。', en: 'As for the oldest unhandled message.' },
  },
  {
    metric: 'zhiheng_events_accepted_total',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    title: { zh: '已办理事件（自启动）', en: 'Events accepted since the start' },
    means: { zh: '吞吐量：两次读数之差。', en: 'Throughput: the difference of two readings.' },
    todo: NOTHING,
  },
  {
    metric: 'zhiheng_events_refused_total',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    title: { zh: '已拒绝事件（自启动）', en: 'Events refused since the start' },
    means: { zh: '依法不能办理而记录在案的事件。', en: 'Events that may not be carried out; each is on a log.' },
    todo: {
      zh: 'ROLE_NOT_ALLOWED、AREA_NOT_ALLOWED 增多：有人越权尝试。RULE_FAULT：规则缺陷，查看日志。',
      en: 'ROLE_NOT_ALLOWED, AREA_NOT_ALLOWED rising: somebody tries what is not theirs. RULE_FAULT: a defect, see the log.',
    },
  },
  {
    metric: 'zhiheng_commit_batch_events',
    reading: 'mean',
    of: 'process',
    unit: 'count',
    normalUpTo: 224,
    title: { zh: '每批提交的平均事件数', en: 'Mean events in one commit' },
    means: { zh: '负载越高批越大，最多 256。', en: 'The higher the load the larger the batch, 256 at most.' },
    todo: { zh: '长期接近 256：数据库是瓶颈。', en: 'Near 256 all the time: the database is the limit.' },
  },
  {
    metric: 'zhiheng_commit_duration_seconds',
    reading: 'mean',
    of: 'process',
    unit: 'seconds',
    normalUpTo: 0.1,
    title: { zh: '一次提交的平均时间', en: 'Mean duration of a commit' },
    means: { zh: '数据库写入一批事件并落盘的时间。', en: 'What the database takes to write one batch and flush it.' },
    todo: { zh: '检查磁盘、锁等待和连接池。', en: 'Look at disk, lock waits and the pool.' },
  },
  {
    metric: 'zhiheng_commit_fenced_total',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    title: { zh: '版本冲突后重新裁定的程序', en: 'Procedures decided again after a conflict' },
    means: { zh: '另一进程先行推进了同一程序。', en: 'Another process had moved the same procedure.' },
    todo: {
      zh: '少量属正常；快速增长：多个进程争办同一程序。',
      en: 'A few are normal; rising fast: processes fight over the same procedures.',
    },
  },
  {
    metric: 'zhiheng_events_waiting',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    normalUpTo: 1_000,
    title: { zh: '等待提交的外部事件', en: 'Events from outside that wait' },
    means: {
      zh: '已受理、尚未答复；达到上限后请求得到 503。',
      en: 'Taken and not answered yet; at the limit requests get 503.',
    },
    todo: { zh: '数据库缓慢或停顿：先查数据库。', en: 'The database is slow or stands still: look there first.' },
  },
  {
    metric: 'zhiheng_requests_in_hand',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    normalUpTo: 500,
    title: { zh: '在办请求', en: 'Requests in hand' },
    means: { zh: '本进程正在答复的请求。', en: 'Requests that this process is answering.' },
    todo: { zh: '增加 gateway 副本。', en: 'Run more gateways.' },
  },
  {
    metric: 'zhiheng_requests_refused_total',
    reading: 'sum',
    of: 'process',
    unit: 'count',
    title: { zh: '被限流或拒绝的请求（自启动）', en: 'Requests limited or refused since the start' },
    means: {
      zh: '超过速率（429）、超过在办上限或正在停止（503）。',
      en: 'Over the rate (429), over the number in hand or while stopping (503).',
    },
    todo: {
      zh: 'limited 增多：有人频繁抓取；overloaded：增加 gateway 副本。',
      en: 'limited rising: somebody scrapes; overloaded: run more gateways.',
    },
  },
  {
    metric: 'zhiheng_database_connections',
    labels: { state: 'waiting' },
    reading: 'sum',
    of: 'process',
    unit: 'count',
    normalUpTo: 20,
    title: { zh: '等待数据库连接的请求', en: 'Requests that wait for a connection' },
    means: { zh: '连接池已满时排队的查询。', en: 'Queries that wait because the pool is taken.' },
    todo: { zh: '数据库过慢，或一个进程负载过高。', en: 'The database is too slow, or one process has too much to do.' },
  },
  {
    metric: 'zhiheng_webhook_oldest_seconds',
    reading: 'greatest',
    of: 'system',
    unit: 'seconds',
    normalUpTo: 3_600,
    title: { zh: '最早未送达的推送', en: 'Age of the oldest webhook delivery that waits' },
    means: { zh: '接收方不可用时重试三日。', en: 'A receiver that is away is tried again for three days.' },
    todo: { zh: '联系接收方；查看该推送的记录。', en: 'Tell the receiver; see the deliveries of that webhook.' },
  },
  {
    metric: 'zhiheng_webhook_dead',
    reading: 'greatest',
    of: 'system',
    unit: 'count',
    normalUpTo: 0,
    title: { zh: '已放弃的推送', en: 'Webhook deliveries given up' },
    means: { zh: '三日内未能送达。', en: 'Not delivered within three days.' },
    todo: { zh: '接收方恢复后重新推送（redeliver）。', en: 'Send again (redeliver) when the receiver is back.' },
  },
  {
    metric: 'zhiheng_daily_file_age_seconds',
    reading: 'greatest',
    of: 'system',
    unit: 'seconds',
    normalUpTo: 90_000,
    title: { zh: '最近一份公示日文件距今', en: 'Age of the last daily file of public records' },
    means: { zh: '每日零时后生成；首份之前为 0。', en: 'One is made after midnight; 0 before the first.' },
    todo: { zh: '超过 25 小时：检查 gateway 是否在运行。', en: 'Over 25 hours: see whether a gateway runs.' },
  },
  {
    metric: 'zhiheng_nodejs_eventloop_lag_p99_seconds',
    reading: 'greatest',
    of: 'process',
    unit: 'seconds',
    normalUpTo: 0.2,
    title: { zh: '进程繁忙程度（事件循环延迟 p99）', en: 'How busy the process is (event loop lag, p99)' },
    means: { zh: '进程忙于自身计算的时间。', en: 'How long the process was busy with itself.' },
    todo: { zh: '增加 CPU 或副本。', en: 'More CPU, or more replicas.' },
  },
];
