using NotifyNl.Teams;
using NotifyNl.Web.Security;
using Quartz;

namespace NotifyNl.Web.Worker;

/// <summary>Mails the admins of a team, once a year, that it is time to look over who may do what; and once a month more until somebody does.</summary>
[DisallowConcurrentExecution]
public sealed partial class ReviewReminderJob(IServiceScopeFactory scopes, AccountMail mail, ILogger<ReviewReminderJob> logger) : IJob
{
    public static readonly JobKey Key = new("review-reminders", "teams");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var (service, admins) in await scope.ServiceProvider.GetRequiredService<AccessReviews>().TakeDueAsync(cancellationToken))
        {
            foreach (var admin in admins)
                mail.ReviewDue(admin, service);
            LogReminded(logger, service.Id, admins.Count);
        }
    }

    [LoggerMessage(LogLevel.Information, "The rights of the team of service {Service} are to be looked over: {Admins} admins were mailed")]
    private static partial void LogReminded(ILogger logger, Guid service, int admins);
}
