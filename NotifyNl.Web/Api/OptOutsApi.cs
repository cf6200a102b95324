using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using NotifyNl.Malware;
using NotifyNl.Recipients;
using NotifyNl.Web.Security;

namespace NotifyNl.Web.Api;

/// <summary>Takes in a file with numbers for the opt-out list.</summary>
internal static class OptOutsApi
{
    /// <summary>More rows than these in one sentence help nobody.</summary>
    private const int MostRows = 20;

    public static void MapOptOutsApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/services/{ServiceId:guid}/opt-outs/import", ImportAsync)
            .RequireAuthorization(Policies.Send)
            .WithMetadata(new RequestSizeLimitAttribute(ReceivedFile.LargestRequest));

    private static async Task<IResult> ImportAsync(Guid serviceId, HttpContext http, IAntiforgery antiforgery, OptOutList optOuts, MalwareScan scan, CancellationToken cancel)
    {
        var page = $"/services/{serviceId}/opt-outs";
        var received = await ReceivedFile.FromAsync(http, antiforgery, cancel);
        if (received.Problem is { } unreceived)
            return Refuse("", [unreceived]);

        using var upload = received.Value!;
        if (await scan.JudgeAsync(serviceId, http.User.UserId(), subjectId: null, upload.File, cancel) is { } unwanted)
            return Refuse(upload.FileName, [unwanted]);
        var reason = Enum.TryParse<OptOutReason>(upload.Fields.GetValueOrDefault("reason"), out var chosen) && Enum.IsDefined(chosen) ? chosen : OptOutReason.Other;
        var import = await optOuts.ImportAsync(serviceId, http.User.UserId(), upload.File, upload.FileName, reason, cancel);
        return import.Report.Problems.Count > 0
            ? Refuse(upload.FileName, import.Report.Problems)
            : Results.LocalRedirect($"{page}?nieuw={import.Added}&bekend={import.Known}&overgeslagen={import.Unread.Count}&rijen={string.Join('-', import.Unread.Take(MostRows))}");

        IResult Refuse(string fileName, IReadOnlyList<Problem> problems)
        {
            http.ShowAgain(page, new UploadRefusal(fileName, problems, null));
            return Results.Empty;
        }
    }
}
