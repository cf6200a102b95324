using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NotifyNl.Accounts;
using NotifyNl.Data;
using NotifyNl.Tests.Architecture;
using NotifyNl.Tests.Infrastructure;
using NotifyNl.Web.Components.Pages.Accounts;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Security;

/// <summary>S4 at the door: who has no account, whose account rests and who mistypes hear the same, after the same work; and a stranger's tries keep nobody out.</summary>
public sealed partial class SignInAttackTests(SignInAttackTests.HeardPortal heard) : IClassFixture<SignInAttackTests.HeardPortal>, IAsyncLifetime
{
    private const string Password = "vier woorden op een rij";

    private readonly PortalInProcess portal = heard.Portal;
    private readonly Ears ears = heard.Ears;
    private People people = null!;

    public async ValueTask InitializeAsync()
    {
        people = await People.AsyncIn(portal);
        await using var scope = portal.Services.CreateAsyncScope();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>().HashPassword(people.All["all"]!, Password);
        await portal.Postgres.ExecuteAsync("update users set password_hash = $1", hash);
        // From a provider: without a password of ours.
        await portal.Postgres.ExecuteAsync("update users set password_hash = null where id = $1", people.All["viewer"]!.Id);
        await portal.Postgres.ExecuteAsync("update users set lockout_end = now() + interval '10 minutes' where id = $1", people.All["sender"]!.Id);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Times differ by what the machine does besides; work does not. The one thing that takes long is the hash, and the only other thing that is done is asking the database:
    /// both are counted, and the hash must be of the same strength.
    /// </summary>
    [Fact]
    public async Task S4_AnUnknownALockedAndAWrongOne_CostTheSameWork()
    {
        var work = new Dictionary<string, Work>();
        foreach (var (name, email) in Tries())
        {
            // The first of all makes the hash that stands for nobody's.
            await TryAsync(email);
            work[name] = await TryAsync(email);
        }

        Assert.Single(work.Values.Distinct());
        var one = work.Values.First();
        Assert.Equal((1, 0), (one.Verified, one.Made));
        Assert.True(one.Iterations >= 100_000 && one.Commands > 1, $"{one}");
    }

    [Fact]
    public async Task S4_AnUnknownALockedAndAWrongOne_HearTheSame()
    {
        var answers = new HashSet<string>();
        foreach (var (_, email) in Tries())
        {
            using var browser = await portal.BrowserAsync(null);
            var token = WebUtility.HtmlDecode(Token().Match(await browser.GetStringAsync("/sign-in")).Groups[1].Value);
            using var response = await browser.PostAsync("/sign-in", new FormUrlEncodedContent([new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("Input.Email", email), new("Input.Password", "een verkeerde zin")]));
            var page = await response.Content.ReadAsStringAsync();
            Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
            answers.Add($"{response.StatusCode} {Changing().Replace(page.Replace(email, "", StringComparison.Ordinal), "")}");
        }

        Assert.Single(answers);
    }

    /// <summary>What a page does not know, it cannot tell, and does not take time for.</summary>
    [Theory]
    [InlineData(typeof(ForgotPassword))]
    [InlineData(typeof(RecoverPage))]
    [InlineData(typeof(Register))]
    public void S4_APageThatTakesAnAddress_DoesNotKnowWhoseItIs(Type page)
    {
        var asks = page.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(p => p.IsDefined(typeof(InjectAttribute))).Select(p => p.PropertyType).ToList();
        Assert.Contains(typeof(AskedLinks), asks);
        Assert.DoesNotContain(asks, type => type == typeof(UserManager<User>) || type == typeof(NotifyDbContext) || type == typeof(AccountLinks) || type == typeof(Invitations) || type == typeof(SignInFlow));
    }

    [Fact]
    public async Task S4_WhoLocksAnAccount_KeepsItsOwnerOutOfNoBrowserTheyUsed()
    {
        var user = people.All["manager"]!;
        string device;
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var known = Http(scope);
            await scope.ServiceProvider.GetRequiredService<DeviceCookie>().IsNewAsync(known, user.Id, default);
            device = known.Response.Headers.SetCookie.ToString().Split(';')[0];
        }

        for (var tries = 0; tries < SignInTries.Limit; tries++)
            await CheckAsync("een verkeerde zin", cookie: null);
        // The right password, from elsewhere: not judged. From the owner's own browser it is.
        Assert.False(await CheckAsync(Password, cookie: null));
        Assert.True(await CheckAsync(Password, device));

        async Task<bool> CheckAsync(string password, string? cookie)
        {
            await using var scope = portal.Services.CreateAsyncScope();
            var http = Http(scope);
            if (cookie is not null)
                http.Request.Headers.Cookie = cookie;
            return await scope.ServiceProvider.GetRequiredService<SignInFlow>().CheckPasswordAsync(http, user.Email!, password) is not null;
        }
    }

    private IEnumerable<(string Name, string Email)> Tries() =>
    [
        ("wrong", people.All["all"]!.Email!), ("unknown", $"{Guid.NewGuid():N}@voorbeeld.nl"), ("locked", people.All["sender"]!.Email!), ("without a password", people.All["viewer"]!.Email!),
    ];

    private async Task<Work> TryAsync(string email)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var hasher = new CountingHasher();
        var flow = ActivatorUtilities.CreateInstance<SignInFlow>(scope.ServiceProvider, hasher);
        var before = Commands();
        Assert.Null(await flow.CheckPasswordAsync(Http(scope), email, "een verkeerde zin"));
        return new Work(hasher.Verified, hasher.Made, hasher.Iterations, Commands() - before);

        int Commands() => ears.Lines.Count(line => line.StartsWith("Executed DbCommand", StringComparison.Ordinal));
    }

    private static DefaultHttpContext Http(AsyncServiceScope scope) => new() { RequestServices = scope.ServiceProvider };

    private sealed record Work(int Verified, int Made, uint Iterations, int Commands);

    private sealed class CountingHasher : PasswordHasher<User>
    {
        public int Verified { get; private set; }

        public int Made { get; private set; }

        public uint Iterations { get; private set; }

        public override string HashPassword(User user, string password)
        {
            Made++;
            return base.HashPassword(user, password);
        }

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Verified++;
            // Format 3 of Identity: mark, function, iterations, salt.
            Iterations = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hashedPassword).AsSpan(5));
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>Whose commands are heard.</summary>
    public sealed class HeardPortal(PostgresServer server) : IAsyncLifetime
    {
        internal PortalInProcess Portal { get; } = new(server);

        internal Ears Ears { get; } = new();

        public ValueTask InitializeAsync() => Portal.StartAsync(Ears, ("Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "Information"));

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    // The token, and the state that Blazor writes as a comment.
    [GeneratedRegex("value=\"CfDJ8[^\"]*\"|<!--.*?-->", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Changing();
}
