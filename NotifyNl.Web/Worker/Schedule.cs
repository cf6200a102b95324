using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Delivery;
using NotifyNl.Retention;
using NotifyNl.Sending;
using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>
/// The clock and the pump of a worker node: a scheduler shared by the cluster for what must happen once, and one of this node's own with its delivery slots.
/// Nothing else sends.
/// </summary>
internal static class Schedule
{
    public const string Cluster = "notify";
    public const string Slots = "slots";

    /// <param name="connectionString">Of the worker's login; the cluster's tables stand in schema <c>quartz</c>.</param>
    public static IServiceCollection AddWorker(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        var slots = configuration.GetSection("Delivery").Get<DeliveryOptions>()?.Slots ?? new DeliveryOptions().Slots;
        var callbackSlots = configuration.GetSection("Callbacks").Get<CallbackOptions>()?.Slots ?? new CallbackOptions().Slots;
        services.AddDelivery().AddCallbackDelivery().AddSingleton<BatchCopy>().AddSingleton<TestOutcomes>().AddSingleton<IdempotentCalls>().AddSingleton<Forgetting>().AddSingleton<HiddenTexts>();
        services.AddQuartz(quartz => UseCluster(quartz, connectionString)).AddQuartz(Slots, quartz => UseSlots(quartz, slots, callbackSlots));
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true).AddQuartzHostedService(Slots, o => o.WaitForJobsToComplete = true);
        services.AddHostedService<WorkListener>().AddHostedService<Drain>();
        return services;
    }

    private static void UseCluster(IQuartzBuilder quartz, string connectionString)
    {
        quartz.ConfigureScheduler(s =>
        {
            s.InstanceName = Cluster;
            s.InstanceId = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"; // unique among nodes, also among containers that look alike
            s.IdleWaitTime = TimeSpan.FromSeconds(5);
            s.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        quartz.UseDefaultThreadPool(5);
        quartz.UsePersistentStore(store =>
        {
            store.ConfigureStore(o =>
            {
                o.TablePrefix = "quartz.qrtz_";
                o.StoreJobDataAsStrings = true;
                o.MisfireThreshold = TimeSpan.FromSeconds(10);
                o.DbRetryInterval = TimeSpan.FromSeconds(2);
            });
            store.ProvisionSchema();
            store.UsePostgres(connectionString);
            store.UseSystemTextJsonSerializer();
            store.UseClustering(c =>
            {
                c.CheckinInterval = TimeSpan.FromSeconds(3);
                c.CheckinMisfireThreshold = TimeSpan.FromSeconds(3);
            });
        });

        // Each of these looks for all that is due: a tick that was missed is made up for by the next.
        Every<DueBatchesJob>(quartz, DueBatchesJob.Key, "0/5 * * * * ?");
        Every<DeliverySweepJob>(quartz, DeliverySweepJob.Key, "1/2 * * * * ?");
        Every<RecentHiddenTextsJob>(quartz, RecentHiddenTextsJob.Key, "33 * * * * ?");
        Every<HiddenTextsJob>(quartz, HiddenTextsJob.Key, "0 29 * * * ?");
        Every<TestOutcomesJob>(quartz, TestOutcomesJob.Key, "0/2 * * * * ?");
        Every<ForgetCallsJob>(quartz, ForgetCallsJob.Key, "0 23 * * * ?");
        Every<GatewaySharesJob>(quartz, GatewaySharesJob.Key, "3/10 * * * * ?");
        Every<ForgettingJob>(quartz, ForgettingJob.Key, "0 40 1/6 * * ?");
        Every<AuditAnchorJob>(quartz, AuditAnchorJob.Key, "0 5 0 * * ?");
        Every<SilentGatewayJob>(quartz, SilentGatewayJob.Key, "0 17 * * * ?");
        Every<ReviewReminderJob>(quartz, ReviewReminderJob.Key, "0 12 7 * * ?");
        Every<CallbackForgetJob>(quartz, CallbackForgetJob.Key, "0 41 * * * ?");
    }

    private static void UseSlots(IQuartzBuilder quartz, int slots, int callbackSlots)
    {
        quartz.ConfigureScheduler(s => s.ShutdownJobInterruption = ShutdownJobInterruption.Always);
        quartz.UseInMemoryStore(_ => { });
        quartz.UseDefaultThreadPool(slots + 1 + callbackSlots);
        quartz.AddJob<DueBatchesJob>(job => job.WithIdentity(DueBatchesJob.Key).StoreDurably());
        for (var slot = 0; slot < slots; slot++)
        {
            var key = DeliverySlotJob.Key(slot);
            quartz.AddJob<DeliverySlotJob>(job => job.WithIdentity(key).UsingJobData(DeliverySlotJob.Slot, slot).StoreDurably());

            // Woken by notify_work; the tick is the net under it.
            quartz.AddTrigger<DeliverySlotJob>(trigger => trigger.ForJob(key).WithIdentity(key.Name, key.Group).StartNow()
                .WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromSeconds(5)).RepeatForever()));
        }

        for (var slot = 0; slot < callbackSlots; slot++)
        {
            var key = CallbackSlotJob.Key(slot);
            quartz.AddJob<CallbackSlotJob>(job => job.WithIdentity(key).StoreDurably());
            quartz.AddTrigger<CallbackSlotJob>(trigger => trigger.ForJob(key).WithIdentity(key.Name, key.Group).StartNow()
                .WithSimpleSchedule(s => s.WithInterval(CallbackSlotJob.Interval).RepeatForever()));
        }
    }

    private static void Every<TJob>(IQuartzBuilder quartz, JobKey key, string cron)
        where TJob : IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(key).StoreDurably());
        quartz.AddTrigger<TJob>(trigger => trigger.ForJob(key).WithIdentity(key.Name, key.Group)
            .WithCronSchedule(cron, c => c.InTimeZone(DutchTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
    }
}
