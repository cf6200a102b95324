using Microsoft.EntityFrameworkCore;
using NotifyNl.Audit;
using NotifyNl.Data;

namespace NotifyNl.Delivery;

/// <summary>Shuts a gateway by hand and opens it again; every node knows within a second. What is on the wire is finished.</summary>
public sealed class GatewaySwitch(NotifyDbContext db, AuditLog audit, GatewayOutlook outlook, TimeProvider clock)
{
    /// <returns>False when there is no such gateway, or it was so already.</returns>
    public async Task<bool> SetAsync(string gateway, bool open, Guid userId, CancellationToken cancel)
    {
        var state = await db.Gateways.SingleOrDefaultAsync(g => g.Name == gateway, cancel);
        if (state is null || state.PausedAt is null == open)
            return false;
        state.PausedAt = open ? null : clock.GetUtcNow();
        state.PausedById = open ? null : userId;
        audit.AddForPlatform(userId, open ? "gateway-opened" : "gateway-shut", subject: gateway);
        await db.SaveChangesAsync(cancel);
        outlook.Forget();
        if (open)
            await db.Database.ExecuteSqlAsync($"select pg_notify({WorkerDatabase.WorkChannel}, 'gateway')", cancel);
        return true;
    }
}
