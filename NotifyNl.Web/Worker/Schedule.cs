using NotifyNl.Delivery;
using NotifyNl.Receipts;
using NotifyNl.Sending;
using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>
/// All jobs and triggers. Two schedulers a node: the clustered one for what must happen once, and one in memory with this node's delivery slots.
/// Each job looks for everything that is due, so that a lost trigger costs an interval and never a message.
/// </summary>
public static class Schedule
{
    public const string Slots = "slots";

    private static readonly TimeSpan Net = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddWorker(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        var slots = configuration.GetValue("Delivery:Slots", 3);
        services.AddDelivery();
        services.AddSingleton<BatchCopy>();
        services.AddSingleton<ReceiptLedger>().AddHostedService(provider => provider.GetRequiredService<ReceiptLedger>());
        services.AddQuartz(quartz => Cluster(quartz, connectionString));
        services.AddQuartz(Slots, quartz => AddSlots(quartz, slots));
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddQuartzHostedService(Slots, options => options.WaitForJobsToComplete = true);
        return services.AddHostedService<WorkListener>();
    }

    private static void Cluster(IQuartzBuilder quartz, string connectionString)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "notify";
            scheduler.InstanceId = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"[..Math.Min(60, Environment.MachineName.Length + 40)];
            scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
        });
        quartz.UseDefaultThreadPool(4);
        quartz.UsePersistentStore(store =>
        {
            store.ConfigureStore(options =>
            {
                options.TablePrefix = "quartz.qrtz_";
                options.StoreJobDataAsStrings = true;
                options.MisfireThreshold = TimeSpan.FromSeconds(10);
                options.DbRetryInterval = TimeSpan.FromSeconds(2);
            });
            store.ProvisionSchema();
            store.UsePostgres(connectionString);
            store.UseSystemTextJsonSerializer();
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = TimeSpan.FromSeconds(3);
                cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(3);
            });
        });
        Every<DueBatchesJob>(quartz, DueBatchesJob.Key, Net);
        Every<DeliverySweepJob>(quartz, DeliverySweepJob.Key, Net);
        Every<SilentGatewayJob>(quartz, SilentGatewayJob.Key, TimeSpan.FromHours(1));
    }

    private static void AddSlots(IQuartzBuilder quartz, int slots)
    {
        quartz.UseInMemoryStore();
        quartz.UseDefaultThreadPool(slots);
        for (var slot = 0; slot < slots; slot++)
        {
            var (key, number) = (DeliverySlotJob.Key(slot), slot);
            quartz.AddJob<DeliverySlotJob>(job => job.WithIdentity(key).UsingJobData(DeliverySlotJob.Slot, number).StoreDurably());
            quartz.AddTrigger<DeliverySlotJob>(trigger => Repeat(trigger, key, Net));
        }
    }

    private static void Every<TJob>(IQuartzBuilder quartz, JobKey key, TimeSpan interval)
        where TJob : IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(key).StoreDurably());
        quartz.AddTrigger<TJob>(trigger => Repeat(trigger, key, interval));
    }

    private static void Repeat<TJob>(ITriggerConfigurator<TJob> trigger, JobKey key, TimeSpan interval)
        where TJob : IJob =>
        trigger.ForJob(key).WithIdentity(key.Name + "-net", key.Group).StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount));
}
