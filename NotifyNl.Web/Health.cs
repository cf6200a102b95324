using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NotifyNl.Data;
using Quartz;

namespace NotifyNl.Web;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work. A gateway that is down makes no node unready: messages wait.</summary>
internal static class Health
{
    public static IServiceCollection AddHealth(this IServiceCollection services, NodeRoles roles)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        if (roles.HasFlag(NodeRoles.Worker))
            checks.AddCheck<SchedulerCheck>("scheduler");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready").AllowAnonymous();
    }

    private sealed class DatabaseCheck(NotifyDbContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any() ? HealthCheckResult.Unhealthy("The schema is behind.") : HealthCheckResult.Healthy();
    }

    private sealed class SchedulerCheck(ISchedulerFactory schedulers) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var all = await schedulers.GetAllSchedulers(cancellationToken);
            return all.Count > 0 && all.All(scheduler => scheduler.Status == SchedulerStatus.Running)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("A scheduler does not run.");
        }
    }
}
