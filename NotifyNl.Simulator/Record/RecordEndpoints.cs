using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyNl.Simulator.Record;

internal static class RecordEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void MapRecord(this IEndpointRouteBuilder routes, RecordBook record)
    {
        routes.MapGet("/record/counts", context => context.Response.WriteAsJsonAsync(record.Counts(), Json));
        routes.MapGet("/record/duplicates", context => context.Response.WriteAsJsonAsync(record.Duplicates(), Json));
        routes.MapGet("/record/messages", context =>
            context.Response.WriteAsJsonAsync(record.Messages(context.Request.Query["number"].ToString()), Json));
        routes.MapPost("/record/clear", context =>
        {
            record.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }
}
