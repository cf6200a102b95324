using NotifyNl.Services;

namespace NotifyNl.Usage;

/// <summary>How much a service may ask of the API. Numbers of the model, unless a platform admin set others for the service.</summary>
public static class SendLimits
{
    public const int DefaultPerMinute = 3_000;
    public const int SmsPerDayLive = 250_000;
    public const int SmsPerDayOnTrial = 50;
    public const int AbroadPerDay = 100;

    public static int SmsPerDay(Service service) => service.SmsPerDay ?? (service.LiveSince is null ? SmsPerDayOnTrial : SmsPerDayLive);

    public static int PerMinute(Service service) => service.CallsPerMinute ?? DefaultPerMinute;

    public static int Abroad(Service service) => service.AbroadPerDay ?? AbroadPerDay;

    /// <summary>How many calls may come at once: a third of a minute's, and never more than 1,000.</summary>
    public static int Burst(int perMinute) => Math.Min(((perMinute + 2) / 3) + 1, 1_000);
}
